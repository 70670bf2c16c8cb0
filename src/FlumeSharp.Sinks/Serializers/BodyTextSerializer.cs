using System.Buffers;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Serialization;

namespace FlumeSharp.Sinks.Serializers;

/// <summary>Writes the bodies as they are, each followed by a line feed unless that is turned off; headers are dropped.</summary>
[FlumeSerializer("text", "org.apache.flume.serialization.BodyTextEventSerializer$Builder", Stability = Components.Stability.Stable)]
public sealed class BodyTextSerializer(BodyTextSerializerOptions options) : IEventSerializer
{
    // Large enough for a whole batch of usual events, small enough not to ask the buffer for hundreds of megabytes at once.
    private const int LargestRequest = 1 << 20;

    private readonly int _newline = options.AppendNewline ? 1 : 0;

    /// <inheritdoc />
    public bool SupportsReopen => true;

    /// <inheritdoc />
    public void WriteHeader(IBufferWriter<byte> output)
    {
        // Text begins with its first line.
    }

    /// <inheritdoc />
    public void Write(ReadOnlySpan<Event> events, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (!events.IsEmpty)
        {
            var count = 0;
            var size = 0;
            do
            {
                size += events[count++].Body.Length + _newline;
            }
            while (count < events.Length && size + events[count].Body.Length < LargestRequest);

            var to = output.GetSpan(size);
            foreach (var item in events[..count])
            {
                item.Body.Span.CopyTo(to);
                to = to[item.Body.Length..];
                if (_newline != 0)
                {
                    to[0] = (byte)'\n';
                    to = to[1..];
                }
            }

            output.Advance(size);
            events = events[count..];
        }
    }

    /// <inheritdoc />
    public void WriteFlush(IBufferWriter<byte> output)
    {
        // Every line is complete as it stands.
    }

    /// <inheritdoc />
    public void WriteTrailer(IBufferWriter<byte> output)
    {
        // Text ends with its last line.
    }
}
