using FlumeSharp.Formatting;

namespace FlumeSharp.Sources.Exec.Lines;

/// <summary>Bytes as they arrive, handed out as lines that end at LF, CR or both, as Java's readers have it.</summary>
internal abstract class LineBuffer
{
    /// <summary>Where the next bytes are to be read into; never empty.</summary>
    public abstract Memory<byte> Room { get; }

    /// <summary>Lines so far that were too long and came in pieces.</summary>
    public long Cut { get; protected set; }

    /// <summary>Lines so far with bytes that are not of the character set.</summary>
    public long Malformed { get; protected set; }

    /// <summary>A buffer for a character set.</summary>
    /// <param name="charset">Its Java name.</param>
    /// <param name="maxLength">Bytes of the longest line.</param>
    public static LineBuffer For(string charset, int maxLength)
    {
        var encoding = JavaCharset.Find(charset) ?? throw new FlumeException($"'{charset}' is no known character set.");
        return encoding.CodePage switch
        {
            65001 => new ByteLineBuffer(maxLength, isUtf8: true),
            28591 => new ByteLineBuffer(maxLength, isUtf8: false),
            _ => new TextLineBuffer(encoding, maxLength),
        };
    }

    /// <summary>So many bytes were read into <see cref="Room"/>.</summary>
    public abstract void Filled(int count);

    /// <summary>Takes the next line, without its end.</summary>
    public abstract bool TryTake(out ReadOnlyMemory<byte> line);

    /// <summary>At the end of the stream: takes what stands after the last line's end, if anything does.</summary>
    public abstract bool TryTakeRest(out ReadOnlyMemory<byte> line);
}
