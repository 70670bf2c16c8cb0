using System.Buffers;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Syslog;

// One client's messages, from the socket to the channels. It reads on only when what it has read is committed.
internal sealed class SyslogConnection(TcpConnection connection, SyslogStream stream)
{
    private const int MostAfterStop = 1 << 20;
    private readonly List<Frame> _frames = [];
    private readonly EventBatch _batch = new(capacity: 1); // grows with what a client sends
    private readonly DeliveryCopy _copy = new();
    private readonly SyslogSplitter _splitter = stream.NewSplitter();
    private readonly SyslogParser _parser = stream.NewParser();
    private KeyValuePair<string, string?>[] _client = [];
    private long _invalid;
    private long _incomplete;

    /// <summary>Serves the client until it, or the source, ends.</summary>
    public async Task RunAsync()
    {
        _client = await stream.Client.OfAsync(connection.RemoteAddress, stream.Port ?? connection.LocalPort).ConfigureAwait(false);
        using var buffer = new ReceiveBuffer(connection.Stream, stream.Pool);
        var left = MostAfterStop;
        try
        {
            while (left > 0 && await buffer.ReceiveAsync().ConfigureAwait(false) is > 0 and var count)
            {
                connection.Touch();
                await DeliverAsync(buffer, isEnd: false).ConfigureAwait(false);

                // A client that goes on sending must not keep a source from its stop.
                left -= connection.IsStopping ? count : 0;
            }

            if (stream.IsEndAnEnd)
            {
                await DeliverAsync(buffer, isEnd: true).ConfigureAwait(false);
            }
        }
        finally
        {
            stream.Counters.Lost.Add(buffer.Unread.IsEmpty ? 0 : 1);
        }
    }

    private async ValueTask DeliverAsync(ReceiveBuffer buffer, bool isEnd)
    {
        var received = Take(buffer, isEnd);
        for (var done = 0; done < _frames.Count;)
        {
            done = Fill(received, done);
            await stream.Delivery.DeliverAsync(_batch, _copy).ConfigureAwait(false);
        }
    }

    // The whole messages as an array of their own, whose slices become bodies.
    private byte[] Take(ReceiveBuffer buffer, bool isEnd)
    {
        _frames.Clear();
        var data = buffer.Unread;
        var length = _splitter.Split(data, _frames);
        if (isEnd && length < data.Length)
        {
            _frames.Add(new(length, data.Length - length, false));
            length = data.Length;
        }

        if (_frames.Count == 0)
        {
            buffer.Advance(length);
            return [];
        }

        var received = GC.AllocateUninitializedArray<byte>(length);
        data[..length].CopyTo(received);
        buffer.Advance(length);
        _parser.Begin(stream.Clock);
        return received;
    }

    private int Fill(byte[] received, int next)
    {
        for (; next < _frames.Count && _batch.Count < stream.BatchSize; next++)
        {
            var frame = _frames[next];
            var message = received.AsMemory(frame.Start, frame.Length);
            _batch.Add(_parser is MultiportParser multiport
                ? multiport.ParseEncoded(message, frame.IsCut, _client)
                : _parser.Parse(message, frame.IsCut, _client));
        }

        stream.Count(_parser, ref _invalid, ref _incomplete);
        return next;
    }
}
