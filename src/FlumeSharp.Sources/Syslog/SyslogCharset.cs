using System.Text;
using FlumeSharp.Formatting;

namespace FlumeSharp.Sources.Syslog;

// The character set of a port. Where the characters of a message's head are single bytes with ASCII's values, messages are taken apart
// as they are; else they are made UTF-8 first, and bodies are written back.
internal sealed class SyslogCharset
{
    private const string HeadCharacters = "<>0123456789 -:.TZJan";
    private readonly Encoding _strict;
    private readonly bool _isUtf8;

    private SyslogCharset(Encoding encoding)
    {
        _strict = (Encoding)encoding.Clone();
        _strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        _isUtf8 = encoding.CodePage == Encoding.UTF8.CodePage;
        IsReadDirectly = encoding.GetBytes(HeadCharacters).AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(HeadCharacters));
        OfParts = IsReadDirectly ? encoding : Encoding.UTF8;
    }

    /// <summary>Whether messages are taken apart without being decoded.</summary>
    public bool IsReadDirectly { get; }

    /// <summary>The character set of the parts that become headers.</summary>
    public Encoding OfParts { get; }

    /// <summary>The character set of a Java name; null for a name that nobody knows.</summary>
    public static SyslogCharset? Find(string name) => JavaCharset.Find(name) is { } encoding ? new(encoding) : null;

    /// <summary>Whether bytes are text in this character set.</summary>
    public bool CanRead(ReadOnlySpan<byte> bytes)
    {
        if (_isUtf8 || !IsReadDirectly)
        {
            return SyslogText.IsText(bytes);
        }

        try
        {
            _strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The text in UTF-8.</summary>
    public bool TryDecode(ReadOnlySpan<byte> bytes, out byte[] decoded)
    {
        try
        {
            decoded = Encoding.UTF8.GetBytes(_strict.GetString(bytes));
            return true;
        }
        catch (DecoderFallbackException)
        {
            decoded = [];
            return false;
        }
    }

    /// <summary>Text in UTF-8 back in this character set.</summary>
    public byte[] Encode(ReadOnlySpan<byte> text) => _strict.GetBytes(Encoding.UTF8.GetString(text));
}
