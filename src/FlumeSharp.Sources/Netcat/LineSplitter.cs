using System.Text;
using System.Text.Unicode;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Netcat;

// Lines of UTF-8 that a line feed ends, as long as they are text and not too long.
internal sealed class LineSplitter(int longest)
{
    /// <summary>Why no further line can be had from a connection.</summary>
    public enum End
    {
        None,
        LineTooLong,
        NoText,
    }

    /// <summary>Finds the whole lines in <paramref name="data"/> and tells how many of its bytes they make up.</summary>
    public int Split(ReadOnlySpan<byte> data, List<Frame> frames, out End end)
    {
        var at = 0;
        end = End.None;
        while (data[at..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            var line = data.Slice(at, length);
            end = Judge(line);
            if (end != End.None)
            {
                return at;
            }

            frames.Add(new(at, length, false));
            at += length + 1;
        }

        // No line feed can make this a line any more. Characters are counted only where there may be too many.
        if (data.Length - at >= longest && Encoding.UTF8.GetCharCount(data[at..]) is var characters && characters >= longest)
        {
            end = End.LineTooLong;
        }

        return at;
    }

    private End Judge(ReadOnlySpan<byte> line) =>
        !Utf8.IsValid(line) ? End.NoText
        : line.Length < longest || Encoding.UTF8.GetCharCount(line) < longest ? End.None
        : End.LineTooLong;
}
