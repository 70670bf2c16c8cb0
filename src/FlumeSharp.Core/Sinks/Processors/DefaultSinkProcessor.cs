using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sinks.Processors;

/// <summary>The processor of a sink on its own: it always asks that one sink.</summary>
[FlumeSinkProcessor("default", "org.apache.flume.sink.DefaultSinkProcessor", Stability = Stability.Stable)]
public sealed class DefaultSinkProcessor : ISinkProcessor
{
    private readonly ISink _sink;

    /// <summary>Keeps the sink.</summary>
    /// <param name="options">Nothing but the rule that there is one sink.</param>
    /// <param name="sinks">Exactly one sink.</param>
    public DefaultSinkProcessor(DefaultSinkProcessorOptions options, IReadOnlyList<ISink> sinks)
    {
        ArgumentNullException.ThrowIfNull(options);
        _sink = sinks is [var only]
            ? only
            : throw new FlumeException("The 'default' sink processor serves exactly one sink; use 'failover' or 'load_balance' for several.");
    }

    /// <inheritdoc />
    public ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken) => _sink.ProcessAsync(cancellationToken);
}
