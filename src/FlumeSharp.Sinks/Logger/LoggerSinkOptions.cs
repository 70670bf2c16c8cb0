using FlumeSharp.Options;

namespace FlumeSharp.Sinks.Logger;

/// <summary>The keys of the logger sink.</summary>
public sealed class LoggerSinkOptions
{
    /// <summary>Bytes of a body that are shown; the headers are always shown whole.</summary>
    /// <value>Default: 16.</value>
    [FlumeOption("maxBytesToLog", Min = 0, Lenient = true)]
    public int MaxBytesToLog { get; init; } = 16;
}
