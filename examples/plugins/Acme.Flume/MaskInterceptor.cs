using FlumeSharp;
using FlumeSharp.Registry;
using FlumeSharp.Routing;

namespace Acme.Flume;

/// <summary>Masks long numbers, such as those of payment cards, in the bodies of events.</summary>
/// <remarks>
/// The registry finds the class by its attribute; the constructor's options are bound from the keys below
/// <c>interceptors.NAME.</c>. Sources may call one interceptor from several threads at once, so it keeps no state.
/// </remarks>
[FlumeInterceptor("mask_numbers", "com.acme.flume.MaskInterceptor$Builder")]
public sealed class MaskInterceptor(MaskInterceptorOptions options) : IInterceptor
{
    /// <inheritdoc />
    public void Intercept(EventBatch batch)
    {
        // Bodies never change, they may be shared: an event whose body differs is a new event in the same place.
        var masked = new List<Event>(batch.Count);
        var isChanged = false;
        foreach (var item in batch.Events)
        {
            var body = Mask(item.Body);
            isChanged |= body is not null;
            masked.Add(body is null ? item : new Event(body, item.Headers));
        }

        if (isChanged)
        {
            batch.Clear();
            foreach (var item in masked)
            {
                batch.Add(item);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private byte[]? Mask(ReadOnlyMemory<byte> body)
    {
        byte[]? copy = null;
        var text = body.Span;
        for (var start = 0; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiDigit((char)text[end]))
            {
                end++;
            }

            if (end - start >= options.MinDigits)
            {
                copy ??= text.ToArray();
                copy.AsSpan(start, Math.Max(0, end - start - options.KeepLast)).Fill((byte)'*');
            }

            start = Math.Max(start, end);
        }

        return copy;
    }
}
