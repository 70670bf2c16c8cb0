using System.Security.Cryptography;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Sets a header to a random UUID (version 4), another one for each event.</summary>
[FlumeInterceptor("uuid", "org.apache.flume.sink.solr.morphline.UUIDInterceptor$Builder", Stability = Stability.Beta)]
public sealed class UuidInterceptor(UuidInterceptorOptions options, RandomNumberGenerator? random = null) : IInterceptor
{
    private const int Length = 16;

    // Events whose random bytes are drawn together: a call to the system costs more than an event.
    private const int Draw = 64;

    /// <inheritdoc />
    public void Intercept(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Span<byte> drawn = stackalloc byte[Draw * Length];
        var left = 0;
        var remaining = batch.Count;
        foreach (var item in batch.Events)
        {
            var isKept = options.PreserveExisting && item.Headers.Contains(options.HeaderName);
            if (!isKept)
            {
                if (left == 0)
                {
                    left = Math.Min(remaining, Draw);
                    Fill(drawn[..(left * Length)]);
                }

                left--;
                item.Headers = item.Headers.Set(options.HeaderName, options.Prefix + Version4(drawn.Slice(left * Length, Length)));
            }

            remaining--;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private static string Version4(Span<byte> bytes)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private void Fill(Span<byte> bytes)
    {
        if (random is null)
        {
            RandomNumberGenerator.Fill(bytes);
        }
        else
        {
            random.GetBytes(bytes);
        }
    }
}
