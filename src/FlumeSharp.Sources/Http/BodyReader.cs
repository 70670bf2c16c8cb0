using System.Buffers;
using System.IO.Pipelines;

namespace FlumeSharp.Sources.Http;

// Brings a request's body together. It stays in the connection's buffers; only a compressed one is copied.
internal sealed class BodyReader(HttpSourceOptions options, TimeProvider time)
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
    /// <exception cref="IOException">The client broke off or broke the framing.</exception>
    /// <exception cref="OperationCanceledException">The client was silent for too long, or the server is stopping.</exception>
    /// <exception cref="InvalidDataException">The body is not what its encoding says, or too long.</exception>
    public async ValueTask<RequestBody> ReadAsync(HttpExchange exchange)
    {
        var reader = exchange.Body;
        var idle = exchange.RentIdleTimer(time);
        try
        {
            while (true)
            {
                if (options.IdleTimeout > TimeSpan.Zero)
                {
                    idle.CancelAfter(options.IdleTimeout);
                }

                var result = await reader.ReadAsync(idle.Token).ConfigureAwait(false);
                if (result.IsCompleted)
                {
                    return Decode(exchange, result.Buffer);
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        finally
        {
            exchange.ReturnIdleTimer();
        }
    }

    private RequestBody Decode(HttpExchange exchange, ReadOnlySequence<byte> raw)
    {
        var encoding = exchange.Request.Headers.ContentEncoding;
        try
        {
            return encoding.Count != 0 && _decoder.TryDecode(encoding.ToString(), raw, out var plain)
                ? new RequestBody(exchange.Body, raw.End, plain)
                : new RequestBody(exchange.Body, raw.End, raw);
        }
        catch
        {
            exchange.Body.AdvanceTo(raw.End);
            throw;
        }
    }
}
