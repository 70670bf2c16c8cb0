using FlumeSharp.Metrics;

namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>What became of configuration changes. Flume has no such counters.</summary>
internal sealed class ReloadCounters : CounterGroup
{
    /// <summary>Makes the counters of an agent.</summary>
    public ReloadCounters(string agent)
        : base("AGENT", agent)
    {
        Applied = AddCounter("ConfigReloadCount", "Changed configurations that were applied.");
        Rejected = AddCounter("ConfigReloadFailCount", "Changed configurations that were not applied; what ran before goes on.");
        IsCurrent = AddGauge("ConfigCurrent", "1 while what runs is what the configuration says, 0 after one that was not applied.");
        LastApplied = AddGauge("ConfigLastApplied", "When a configuration was last applied, the start included, in milliseconds since 1970.");
        LostEvents = AddCounter("ConfigReloadLostEventCount", "Events of channels that went away, which could not be delivered in time and were not on disk.");
    }

    /// <summary>Changed configurations that were applied.</summary>
    public Counter Applied { get; }

    /// <summary>Changed configurations that were not.</summary>
    public Counter Rejected { get; }

    /// <summary>Whether what runs is what the configuration says.</summary>
    public Gauge IsCurrent { get; }

    /// <summary>When a configuration was last applied.</summary>
    public Gauge LastApplied { get; }

    /// <summary>Events lost with channels that went away.</summary>
    public Counter LostEvents { get; }
}
