using System.Diagnostics.CodeAnalysis;
using FlumeSharp.Components;

namespace FlumeSharp.Routing;

/// <summary>What an interceptor gets: the common context and the source it stands behind.</summary>
public sealed class InterceptorContext : ComponentContext
{
    /// <summary>A context to fill in.</summary>
    public InterceptorContext()
    {
    }

    /// <summary>The common context, whose name is the interceptor's within its source.</summary>
    [SetsRequiredMembers]
    public InterceptorContext(ComponentContext common, string sourceName)
        : base(common) => SourceName = sourceName;

    /// <summary>The source.</summary>
    public required string SourceName { get; init; }
}
