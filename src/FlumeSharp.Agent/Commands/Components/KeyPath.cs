using FlumeSharp.Components;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>Where in a configuration the keys of a kind of component stand.</summary>
internal static class KeyPath
{
    /// <summary>What stands before a component's keys, with names to fill in; null for kinds whose place depends on who names them.</summary>
    public static string? Of(ComponentKind kind) => kind switch
    {
        ComponentKind.Source => "AGENT.sources.NAME.",
        ComponentKind.Channel => "AGENT.channels.NAME.",
        ComponentKind.Sink => "AGENT.sinks.NAME.",
        ComponentKind.SinkProcessor => "AGENT.sinkgroups.NAME.processor.",
        ComponentKind.Selector => "AGENT.sources.NAME.selector.",
        ComponentKind.Interceptor => "AGENT.sources.NAME.interceptors.PART.",
        ComponentKind.ConfigFilter => "AGENT.configfilters.NAME.",
        _ => null,
    };
}
