using System.Buffers;
using System.Text;

namespace FlumeSharp.Routing.Interceptors;

// The text of a body, in memory that goes back when it is disposed of.
internal readonly ref struct BodyText : IDisposable
{
    private readonly char[] _rented;

    public BodyText(ReadOnlyMemory<byte> body, Encoding? encoding = null)
    {
        encoding ??= Encoding.UTF8;
        _rented = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(body.Length));
        Span = _rented.AsSpan(0, encoding.GetChars(body.Span, _rented));
    }

    public ReadOnlySpan<char> Span { get; }

    public void Dispose() => ArrayPool<char>.Shared.Return(_rented);
}
