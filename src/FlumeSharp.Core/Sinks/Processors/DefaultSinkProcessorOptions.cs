using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace FlumeSharp.Sinks.Processors;

/// <summary>The default processor has no keys, only a rule.</summary>
public sealed class DefaultSinkProcessorOptions : IChecksSinkGroup
{
    /// <inheritdoc />
    public IEnumerable<SinkGroupFinding> Check(IReadOnlyList<string> sinks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        return sinks.Count == 1
            ? []
            : [new(ProblemSeverity.Error, "type", $"the processor 'default' serves one sink and the group has {sinks.Count}, so none of them would run", "write 'failover' or 'load_balance'")];
    }
}
