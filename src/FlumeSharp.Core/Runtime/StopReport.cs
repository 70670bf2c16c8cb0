using System.Collections.Immutable;

namespace FlumeSharp.Runtime;

/// <summary>What a stop left behind.</summary>
/// <param name="Delivered">Events that sinks have committed while the pipeline ran.</param>
/// <param name="Remaining">Channels that still hold events, with their number and whether they keep them over a restart.</param>
public sealed record StopReport(long Delivered, ImmutableArray<(string Channel, long Events, bool IsDurable)> Remaining)
{
    /// <summary>One line for the log and the console.</summary>
    public override string ToString()
    {
        var remaining = Remaining.IsEmpty
            ? "nothing remained"
            : "remained: " + string.Join(", ", Remaining.Select(static r => $"{r.Events} in channel {r.Channel} ({(r.IsDurable ? "kept for the next start" : "lost with the process")})"));
        return $"Stopped: {Delivered} events delivered, {remaining}.";
    }
}
