using System.Buffers;
using System.Text;
using System.Text.Unicode;
using FlumeSharp.Sources.Http.Json;

namespace FlumeSharp.Sources.Syslog;

// Bytes as Java has them after it has made text of them and bytes again.
internal static class SyslogText
{
    public static bool IsText(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes);

    /// <summary>The same with U+FFFD for what is no UTF-8.</summary>
    public static byte[] Rewrite(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetBytes(JavaUtf8.Decode(new ReadOnlySequence<byte>(bytes.ToArray())));
}
