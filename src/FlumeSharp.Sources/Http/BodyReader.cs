using System.Buffers;
using System.IO.Pipelines;

namespace FlumeSharp.Sources.Http;

// Brings a request's body together. It stays in the connection's buffers; only a compressed one is copied.
internal sealed class BodyReader(HttpSourceOptions options, BodyRoom room, TimeProvider time)
{
    private readonly BodyDecoder _decoder = new(options.MaxRequestSize);

    /// <summary>The whole body, when it is there already and not compressed. The caller advances the reader.</summary>
    public static bool TryReadWhole(HttpExchange exchange, out ReadOnlySequence<byte> body)
    {
        body = default;
        if (exchange.Request.Headers.ContentEncoding.Count != 0)
        {
            return false;
        }

        try
        {
            if (!exchange.Body.TryRead(out var result))
            {
                return false;
            }

            if (result.IsCompleted)
            {
                body = result.Buffer;
                return true;
            }

            exchange.Body.AdvanceTo(result.Buffer.Start);
        }
        catch (IOException)
        {
            // The slow way meets the same error and answers it.
        }

        return false;
    }

    /// <summary>Waits for the whole body and decompresses it.</summary>
    /// <exception cref="IOException">The client broke off or broke the framing, or <see cref="ServerBusyException"/>.</exception>
    /// <exception cref="TimeoutException">The client was silent for too long.</exception>
    /// <exception cref="OperationCanceledException">The connection was ended, as the server is stopping or needs the place.</exception>
    /// <exception cref="InvalidDataException">The body is not what its encoding says, or too long.</exception>
    public async ValueTask<RequestBody> ReadAsync(HttpExchange exchange)
    {
        var reader = exchange.Body;
        var idle = exchange.RentIdleTimer(time);
        var held = 0L;
        try
        {
            while (true)
            {
                if (options.IdleTimeout > TimeSpan.Zero)
                {
                    idle.CancelAfter(options.IdleTimeout);
                }

                // Not cancelled by the token: the server could not read the connection any further after that, and would log an error.
                var result = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                if (result.IsCanceled && idle.IsCancellationRequested)
                {
                    reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                    throw new TimeoutException($"Nothing came for {options.IdleTimeout.TotalSeconds:0.###} s.");
                }

                if (result.IsCompleted)
                {
                    return Decode(exchange, result.Buffer, held);
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                room.Grow(ref held, result.Buffer.Length);
            }
        }
        catch
        {
            room.Release(held);
            throw;
        }
        finally
        {
            exchange.ReturnIdleTimer();
        }
    }

    private RequestBody Decode(HttpExchange exchange, ReadOnlySequence<byte> raw, long held)
    {
        var encoding = exchange.Request.Headers.ContentEncoding;
        try
        {
            return encoding.Count != 0 && _decoder.TryDecode(encoding.ToString(), raw, out var plain)
                ? new RequestBody(exchange.Body, raw.End, plain, room, held)
                : new RequestBody(exchange.Body, raw.End, raw, room, held);
        }
        catch
        {
            exchange.Body.AdvanceTo(raw.End);
            throw;
        }
    }
}
