using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sinks;

/// <summary>The processor of a sink on its own: it always asks that one sink.</summary>
/// <param name="sinks">Exactly one sink.</param>
[FlumeSinkProcessor("default", "org.apache.flume.sink.DefaultSinkProcessor", Stability = Stability.Stable)]
public sealed class DefaultSinkProcessor(IReadOnlyList<ISink> sinks) : ISinkProcessor
{
    private readonly ISink _sink = sinks is [var only]
        ? only
        : throw new FlumeException("The 'default' sink processor serves exactly one sink; use 'failover' or 'load_balance' for several.");

    /// <inheritdoc />
    public ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken) => _sink.ProcessAsync(cancellationToken);
}
