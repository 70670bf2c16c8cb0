using System.Text;

namespace FlumeSharp.Sources.Netcat;

// Answers in the connection's character set. What Java's writer puts before its first text, such as the mark of UTF-16, stands there once.
internal sealed class ReplyWriter(Stream stream, Encoding encoding)
{
    private readonly byte[] _ok = Plain(encoding, "OK\n");
    private bool _hasWritten;

    public ValueTask OkAsync(int times)
    {
        if (times == 1 && _hasWritten)
        {
            return stream.WriteAsync(_ok);
        }

        var answers = new byte[_ok.Length * times];
        for (var i = 0; i < times; i++)
        {
            _ok.CopyTo(answers, i * _ok.Length);
        }

        return WriteAsync(answers);
    }

    public ValueTask FailedAsync(string reason) => WriteAsync(Plain(encoding, $"FAILED: {reason}\n"));

    private ValueTask WriteAsync(byte[] text)
    {
        if (!_hasWritten)
        {
            _hasWritten = true;
            text = [.. Mark(encoding), .. text];
        }

        return stream.WriteAsync(text);
    }

    private static byte[] Plain(Encoding encoding, string text) => encoding.GetBytes(text)[Mark(encoding).Length..];

    // Only an encoding that marks its texts by itself; UTF-8 has a mark too, which Java does not write.
    private static byte[] Mark(Encoding encoding) => encoding.GetBytes("a") is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] ? encoding.GetBytes("a")[..2] : [];
}
