using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Syslog;

// Tells messages apart within the bytes of one connection. A message is never longer than the limit: what is longer is cut there, and
// the rest is a message of its own, as in Flume.
internal sealed class SyslogSplitter(int longest, SyslogFraming framing, bool isLineEndAllowedInPriority, bool isReturnStripped)
{
    private const int MostLengthDigits = 10;
    private const int MostPriorityDigits = 3;
    private long _octetsLeft;

    /// <summary>Finds the whole messages in <paramref name="data"/> and tells how many of its bytes they make up.</summary>
    public int Split(ReadOnlySpan<byte> data, List<Frame> frames)
    {
        var at = 0;
        while (TryNext(data, ref at, frames))
        {
        }

        return at;
    }

    private bool TryNext(ReadOnlySpan<byte> data, ref int at, List<Frame> frames)
    {
        if (_octetsLeft > 0)
        {
            return TryOctets(data, ref at, frames);
        }

        while (at < data.Length && data[at] == '\n')
        {
            at++;
        }

        if (at == data.Length)
        {
            return false;
        }

        if (framing == SyslogFraming.Auto && data[at] is >= (byte)'1' and <= (byte)'9' && ReadLength(data, at) is var (length, digits) && length != 0)
        {
            if (length < 0)
            {
                return false;
            }

            var message = at + digits + 1;
            _octetsLeft = length;
            at = message;
            return TryOctets(data, ref at, frames);
        }

        return TryLine(data, ref at, frames);
    }

    // The length, and how many digits it has; 0 where it is none, less than 0 where more must arrive before that is known.
    private static (long Length, int Digits) ReadLength(ReadOnlySpan<byte> data, int at)
    {
        var digits = SyslogTime.CountDigits(data[at..], MostLengthDigits + 1);
        var end = at + digits;
        return digits > MostLengthDigits ? (0, 0)
            : end + 1 >= data.Length && (end >= data.Length || data[end] == ' ') ? (-1, digits)
            : data[end] == ' ' && data[end + 1] == '<' ? (SyslogTime.Number(data[at..end]), digits)
            : (0, 0);
    }

    private bool TryOctets(ReadOnlySpan<byte> data, ref int at, List<Frame> frames)
    {
        var length = (int)Math.Min(_octetsLeft, longest);
        if (data.Length - at < length)
        {
            return false;
        }

        var isCut = length < _octetsLeft;
        var end = at + length;
        _octetsLeft -= length;
        var used = isCut ? length : TrimmedLength(data[at..end]);
        if (used > 0)
        {
            frames.Add(new(at, used, isCut));
        }

        at = end;
        return true;
    }

    private bool TryLine(ReadOnlySpan<byte> data, ref int at, List<Frame> frames)
    {
        var searched = at;
        if (isLineEndAllowedInPriority && data[at] == '<')
        {
            // As Flume's own reading: a line feed within the priority is a wrong character of it and not an end.
            var digits = SyslogTime.CountDigits(data[(at + 1)..], MostPriorityDigits);
            searched = at + 1 + digits;
            if (searched >= data.Length)
            {
                return false;
            }

            searched++;
        }

        var most = Math.Max(longest, searched - at);
        var limit = Math.Min(data.Length, at + most);
        var lineEnd = data[searched..limit].IndexOf((byte)'\n');
        if (lineEnd >= 0)
        {
            var end = searched + lineEnd;
            var length = isReturnStripped ? TrimmedLength(data[at..end]) : end - at;
            if (length > 0)
            {
                frames.Add(new(at, length, false));
            }

            at = end + 1;
            return true;
        }

        if (data.Length - at < most)
        {
            return false;
        }

        frames.Add(new(at, most, true));
        at += most;
        return true;
    }

    private static int TrimmedLength(ReadOnlySpan<byte> message) => message.TrimEnd("\r\n\0"u8).Length;
}
