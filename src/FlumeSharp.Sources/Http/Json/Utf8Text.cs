using System.Buffers;
using System.Text;

namespace FlumeSharp.Sources.Http.Json;

// A request's body as one run of UTF-8 bytes. What lies in one buffer of the connection is used where it lies; the rest is copied
// once into memory that is used again.
internal ref struct Utf8Text
{
    private const int LargestPooled = 4 << 20;
    private byte[]? _pooled;

    public ReadOnlySpan<byte> Span { get; private set; }

    /// <summary>False for UTF-16 and UTF-32, which only the lenient parser reads.</summary>
    public bool IsUtf8 { get; private set; }

    public static Utf8Text Of(ReadOnlySequence<byte> body, EventCharset charset)
    {
        var text = new Utf8Text();
        if (charset == EventCharset.Utf8 || charset == EventCharset.Latin1)
        {
            text.IsUtf8 = true;
            text.TakeBytes(body);
            if (charset == EventCharset.Latin1 && !Ascii.IsValid(text.Span))
            {
                text.Widen();
            }
        }

        return text;
    }

    public void Dispose()
    {
        if (_pooled is { } array)
        {
            _pooled = null;
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void TakeBytes(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            Span = body.FirstSpan;
            return;
        }

        var copy = Room(body.Length);
        body.CopyTo(copy);
        Span = copy;
    }

    // ISO-8859-1 to UTF-8: every byte above 7F becomes two.
    private void Widen()
    {
        var narrow = Span;
        var before = _pooled;
        _pooled = null;
        var wide = Room(narrow.Length * 2L);
        var length = 0;
        foreach (var b in narrow)
        {
            if (b < 0x80)
            {
                wide[length++] = b;
            }
            else
            {
                wide[length++] = (byte)(0xC0 | (b >> 6));
                wide[length++] = (byte)(0x80 | (b & 0x3F));
            }
        }

        Span = wide[..length];
        if (before is not null)
        {
            ArrayPool<byte>.Shared.Return(before);
        }
    }

    private Span<byte> Room(long length)
    {
        if (length > 1L << 30)
        {
            throw JsonErrors.TooLong();
        }

        if (length > LargestPooled)
        {
            return GC.AllocateUninitializedArray<byte>((int)length);
        }

        _pooled = ArrayPool<byte>.Shared.Rent((int)length);
        return _pooled.AsSpan(0, (int)length);
    }
}
