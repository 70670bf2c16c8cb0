namespace FlumeSharp.Options;

/// <summary>Options of a channel that keeps events in memory.</summary>
public interface IHasByteCapacity
{
    /// <summary>Bytes it may hold; <see langword="null"/> when the default of the machine applies.</summary>
    long? ByteCapacity { get; }
}
