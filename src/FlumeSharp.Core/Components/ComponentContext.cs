using System.Diagnostics.CodeAnalysis;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Components;

/// <summary>Everything a component may use besides its options: nothing is global.</summary>
public class ComponentContext
{
    /// <summary>A context to fill in.</summary>
    public ComponentContext()
    {
    }

    /// <summary>The common part of a source's or sink's context.</summary>
    /// <param name="common">What is taken over.</param>
    [SetsRequiredMembers]
    protected ComponentContext(ComponentContext common)
    {
        ArgumentNullException.ThrowIfNull(common);
        AgentName = common.AgentName;
        Name = common.Name;
        Kind = common.Kind;
        Logger = common.Logger;
        LoggerFactory = common.LoggerFactory;
        TimeProvider = common.TimeProvider;
        Metrics = common.Metrics;
        Activator = common.Activator;
    }

    /// <summary>The agent's name.</summary>
    public required string AgentName { get; init; }

    /// <summary>The component's name, unique among its kind.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>Its logger; the category is Flume's class name where there is one, so that existing log filters go on matching.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>For loggers of parts that have a life of their own.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The only source of time and of timers.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Where counters are registered.</summary>
    public required MetricsRegistry Metrics { get; init; }

    /// <summary>Creates the parts that options name: serializers, handlers.</summary>
    public required ComponentActivator Activator { get; init; }
}
