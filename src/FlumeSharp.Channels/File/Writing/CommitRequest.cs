using System.Threading.Tasks.Sources;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>
/// One frame on its way to the disk, and the promise that it got there. Its owner fills it, hands it to the <see cref="GroupCommitter"/>
/// and leaves it alone until the promise is kept; then it may be used again.
/// </summary>
internal sealed class CommitRequest : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _promise = new() { RunContinuationsAsynchronously = true };
    private int[] _offsets = [];

    public FrameType Type { get; private set; }

    public FrameBuffer Buffer { get; } = new();

    /// <summary>Events, or ranges.</summary>
    public int Count { get; private set; }

    /// <summary>The events of puts.</summary>
    public ReadOnlyMemory<Event> Events { get; private set; }

    /// <summary>Where they stand in the frame.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Count);

    /// <summary>The claims that takes make final; none when takes are only written again.</summary>
    public List<Claim>? Claims { get; private set; }

    /// <summary>The numbers of the takes, as one range.</summary>
    public NumberRange Taken { get; private set; }

    /// <summary>The first event's number.</summary>
    public long First { get; set; }

    /// <summary>Where the frame was written.</summary>
    public Segment? Segment { get; set; }

    /// <summary>Where it stands there.</summary>
    public long Position { get; set; }

    /// <summary>Why it was not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Bytes from the beginning of the frame to the next.</summary>
    public long Length => FrameHeader.Padded(Buffer.Length);

    public void SetPuts(EventEncoder encoder, ReadOnlyMemory<Event> events, LogSettings settings)
    {
        if (settings.Keys.Encrypts)
        {
            encoder.EncodeBlocks(events.Span, Buffer, ref _offsets, settings.MaxFrameLength, settings.Channel);
        }
        else
        {
            encoder.Encode(events.Span, Buffer, ref _offsets, settings.MaxFrameLength, settings.Channel);
        }

        Type = FrameType.Puts;
        Count = events.Length;
        Events = events;
        Claims = null;
        Reset();
    }

    public void SetTakes(ReadOnlySpan<NumberRange> ranges, List<Claim>? claims)
    {
        TakesFrame.Encode(ranges, Buffer);
        Type = FrameType.Takes;
        Count = ranges.Length;
        Events = default;
        Claims = claims;
        First = ranges[0].First;
        Taken = new(ranges[0].First, ranges[^1].Last);
        Reset();
    }

    /// <summary>Completes the header for the place where the frame is going to stand, and encrypts puts. Once for each filling: puts are not tried again.</summary>
    public void Place(Segment segment, long position, long flushed, EventCipher? cipher)
    {
        Segment = segment;
        Position = position;
        Failure = null;
        var frame = Buffer.Frame;
        if (Type == FrameType.Puts)
        {
            cipher?.Encrypt(frame, Offsets, First, position);
        }

        var body = frame[FrameHeader.Length..];
        var checksum = Type == FrameType.Takes ? Checksum.Of(body) : 0;
        new FrameHeader(Type, body.Length, Count, First, (uint)position, (uint)flushed, checksum).Write(frame, segment.Id);
    }

    /// <summary>Ends when the request is durable, or throws what kept it from being so.</summary>
    public ValueTask AsTask() => new(this, _promise.Version);

    /// <summary>Keeps or breaks the promise.</summary>
    public void Complete()
    {
        if (Failure is null)
        {
            _promise.SetResult(true);
        }
        else
        {
            _promise.SetException(Failure);
        }
    }

    /// <summary>Lets go of events and of a large buffer.</summary>
    public void Forget()
    {
        Events = default;
        Claims = null;
        Segment = null;
        Failure = null;
        Buffer.Trim();
    }

    public void GetResult(short token) => _promise.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _promise.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token, flags);

    private void Reset()
    {
        _promise.Reset();
        Failure = null;
        Segment = null;
    }
}
