using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Formatting;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Netcat;

// One client's lines, from the socket to the channels and, where it wants to know, the answers back.
internal sealed class NetcatConnection(TcpConnection connection, NetcatService service)
{
    private const int MostAfterStop = 1 << 20;
    private readonly List<Frame> _frames = [];
    private readonly EventBatch _batch = new(capacity: 1); // grows with what a client sends
    private readonly DeliveryCopy _copy = new();
    private readonly LineSplitter _splitter = new(service.Options.MaxLineLength);
    private readonly ReplyWriter _replies = new(connection.Stream, JavaCharset.Find(service.Options.Encoding)!);

    /// <summary>Serves the client until it, or the source, ends.</summary>
    public async Task RunAsync()
    {
        using var buffer = new ReceiveBuffer(NetcatText.AsUtf8(connection.Stream, service.Options.Encoding), service.Pool);
        try
        {
            var left = MostAfterStop;
            while (left > 0 && await buffer.ReceiveAsync().ConfigureAwait(false) is > 0 and var count)
            {
                connection.Touch();
                if (!await ServeAsync(buffer).ConfigureAwait(false))
                {
                    return;
                }

                left -= connection.IsStopping ? count : 0;
            }
        }
        catch (DecoderFallbackException)
        {
            service.NoText();
        }
    }

    // False when the connection is to be closed.
    private async ValueTask<bool> ServeAsync(ReceiveBuffer buffer)
    {
        _frames.Clear();
        var lines = Take(buffer, out var end);
        for (var done = 0; done < _frames.Count;)
        {
            done = Fill(lines, done);
            if (!await DeliverAsync().ConfigureAwait(false))
            {
                return false;
            }
        }

        if (end == LineSplitter.End.LineTooLong)
        {
            service.TooLong();
            await _replies.FailedAsync($"Event exceeds the maximum length ({service.Options.MaxLineLength} chars, including newline)").ConfigureAwait(false);
        }
        else if (end == LineSplitter.End.NoText)
        {
            service.NoText();
        }

        return end == LineSplitter.End.None;
    }

    // The whole lines as an array of their own, whose slices become bodies.
    private byte[] Take(ReceiveBuffer buffer, out LineSplitter.End end)
    {
        var data = buffer.Unread;
        var length = _splitter.Split(data, _frames, out end);
        var lines = length == 0 ? [] : GC.AllocateUninitializedArray<byte>(length);
        data[..length].CopyTo(lines);
        buffer.Advance(length);
        return lines;
    }

    private int Fill(byte[] lines, int next)
    {
        _batch.Clear();
        for (; next < _frames.Count && _batch.Count < service.Options.BatchSize; next++)
        {
            _batch.Add(new Event(lines.AsMemory(_frames[next].Start, _frames[next].Length)));
        }

        return next;
    }

    private async ValueTask<bool> DeliverAsync()
    {
        if (!service.Options.Acknowledges)
        {
            await service.Delivery.DeliverAsync(_batch, _copy).ConfigureAwait(false);
            return true;
        }

        var count = _batch.Count;
        service.Counters.EventReceived.Add(count);
        _copy.Keep(_batch);
        try
        {
            if (await TryDeliverAsync(0, count).ConfigureAwait(false) is null)
            {
                await _replies.OkAsync(count).ConfigureAwait(false);
                return true;
            }

            // Each line has an answer of its own, so each has a transaction of its own now.
            for (var i = 0; i < count; i++)
            {
                if (await TryDeliverAsync(i, 1).ConfigureAwait(false) is { } refusal)
                {
                    service.Refused(refusal);
                    await _replies.FailedAsync(refusal.Message).ConfigureAwait(false);
                }
                else
                {
                    await _replies.OkAsync(1).ConfigureAwait(false);
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (service.GiveUp.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure) when (failure is not IOException)
        {
            // Flume leaves such a client without an answer on a connection that nobody serves.
            service.Failed(failure);
            return false;
        }
        finally
        {
            _copy.Forget();
        }
    }

    // Null, or why a channel refused.
    private async ValueTask<ChannelException?> TryDeliverAsync(int start, int count)
    {
        if (_batch.Count != count || count < _copy.Count)
        {
            _copy.Restore(_batch, start, count);
        }

        try
        {
            await service.Processor.ProcessAsync(_batch, service.GiveUp).ConfigureAwait(false);
            service.Counters.EventAccepted.Add(count);
            return null;
        }
        catch (ChannelException refusal)
        {
            _batch.Clear();
            return refusal;
        }
    }
}
