using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Configuration.Filters;
using FlumeSharp.Configuration.Sources;
using FlumeSharp.Routing;
using FlumeSharp.Sinks;
using FlumeSharp.Sinks.Processors;
using FlumeSharp.Sources;

namespace FlumeSharp.Registry;

// What the class of a component must be. A class that is something else is found out when it is registered: later it would be an error of
// whichever source or sink first names it.
internal static class ComponentShape
{
    // Serializers and handlers have several contracts, some of them in assemblies that Core does not know: the options that name one say
    // which they want (FlumeComponentOption's Implements).
    private static readonly Dictionary<ComponentKind, Type> Contracts = new()
    {
        [ComponentKind.Source] = typeof(ISource),
        [ComponentKind.Channel] = typeof(IChannel),
        [ComponentKind.Sink] = typeof(ISink),
        [ComponentKind.SinkProcessor] = typeof(ISinkProcessor),
        [ComponentKind.SinkSelector] = typeof(ISinkSelector),
        [ComponentKind.Selector] = typeof(IChannelSelector),
        [ComponentKind.ChannelPolicy] = typeof(IChannelPolicy),
        [ComponentKind.Interceptor] = typeof(IInterceptor),
        [ComponentKind.ConfigFilter] = typeof(IConfigFilter),
        [ComponentKind.ConfigurationProvider] = typeof(IConfigurationSource),
        [ComponentKind.AuthorizationProvider] = typeof(IConfigurationAuthorization),
    };

    /// <summary>Why a class cannot be what its attribute says; <see langword="null"/> when it can.</summary>
    public static string? ProblemOf(Type type, ComponentKind kind)
    {
        if (Contracts.TryGetValue(kind, out var contract) && !contract.IsAssignableFrom(type))
        {
            return $"{type.FullName} is marked with [Flume{kind}] but does not implement {contract.Name}; implement it, or mark the class as what it is.";
        }

        if (type.ContainsGenericParameters)
        {
            return $"{type.FullName} is generic, and a configuration cannot say of what; mark a class that derives from it.";
        }

        return type.GetConstructors().Length == 1 ? null : ConstructorProblemOf(type);
    }

    /// <summary>What is wrong with a class that has no constructor, or more than one.</summary>
    public static string ConstructorProblemOf(Type type)
    {
        var constructors = type.GetConstructors().Length;
        return $"{type.FullName} has {(constructors == 0 ? "no public constructor" : $"{constructors} public constructors")} and must have exactly one to be made from a configuration.";
    }

    /// <summary>A kind as people write it: <c>sink processor</c>.</summary>
    public static string NameOf(ComponentKind kind) =>
        string.Concat(kind.ToString().Select(static (letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>The same with its article: <c>an interceptor</c>.</summary>
    public static string OneOf(ComponentKind kind) => (NameOf(kind)[0] is 'a' or 'i' ? "an " : "a ") + NameOf(kind);
}
