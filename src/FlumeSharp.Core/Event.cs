namespace FlumeSharp;

/// <summary>
/// One event: a body of bytes and a set of headers. The unit that Flume delivers; the unit that FlumeSharp moves is the
/// <see cref="EventBatch"/>.
/// </summary>
/// <param name="body">The body. Usually a slice of a larger array that neighbouring events share; it must never change afterwards.</param>
/// <param name="headers">The headers; none when left out.</param>
public sealed class Event(ReadOnlyMemory<byte> body, EventHeaders? headers = null)
{
    /// <summary>The body; may be empty.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>
    /// The headers. Immutable and shared between events, so replacing them is how a header changes. Only the source and its
    /// interceptors may do that: after the put an event may stand in several channels at once.
    /// </summary>
    public EventHeaders Headers { get; set; } = headers ?? EventHeaders.Empty;
}
