using System.Text;
using FlumeSharp.Registry;
using FlumeSharp.Serialization;

namespace FlumeSharp.Sources.SpoolDirectory.Lines;

/// <summary>
/// An event of each line of text. A line ends at a line feed, which is not part of the event; a carriage return before it is. A body
/// is a slice of the block that it was read into, which its neighbours share, where it need not be converted.
/// </summary>
[FlumeDeserializer("line", "org.apache.flume.serialization.LineDeserializer$Builder")]
public sealed class LineDeserializer : IEventDeserializer
{
    private const int BlockLength = 64 * 1024;
    private const int LongestCharacter = 4;
    private readonly DeserializerContext _context;
    private readonly LineText _text;
    private readonly int _maxChars;
    private readonly long _mostBytes;
    private byte[] _block = GC.AllocateUninitializedArray<byte>(BlockLength);
    private int _start;
    private int _searched;
    private int _end;
    private long _read;
    private bool _isAtEnd;

    /// <summary>Looks at the beginning of the file.</summary>
    public LineDeserializer(LineDeserializerOptions options, DeserializerContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _maxChars = options.MaxLineLength;
        _mostBytes = ((long)_maxChars * LongestCharacter) + LongestCharacter;
        Span<byte> head = stackalloc byte[LongestCharacter];
        _text = new LineText(context.InputCharset, options.OutputCharset, context.DecodeErrorPolicy, head[..RandomAccess.Read(context.File, head, 0)]);
        Position = Math.Max(context.Start, _text.MarkLength);
        _read = Position;
    }

    /// <inheritdoc />
    public long Position { get; private set; }

    /// <inheritdoc />
    public int Read(EventBatch batch, int maxEvents)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var count = 0;

        // What is appended while the file is read belongs to it, though it should not happen.
        _isAtEnd = false;
        while (count < maxEvents && TryRead(out var body))
        {
            batch.Add(new Event(body));
            count++;
        }

        return count;
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private bool TryRead(out ReadOnlyMemory<byte> body)
    {
        while (true)
        {
            var at = _text.IndexOfLineFeed(_block.AsSpan(_searched, _end - _searched));
            if (at >= 0)
            {
                _searched += at;
                body = Take(_searched, isWhole: true, _text.Unit);
                return true;
            }

            // Whole units only: half of a wide character is looked at again.
            _searched = _end - ((_end - _start) % _text.Unit);
            if (_end - _start >= _mostBytes)
            {
                body = Take(_searched, isWhole: false, 0);
                return true;
            }

            if (_isAtEnd)
            {
                var any = _start < _end;
                body = any ? Take(_end, isWhole: true, 0) : default;
                return any;
            }

            Fill();
        }
    }

    // Takes the line, or as much of it as an event may have. Flume reads no further when an event is full, so that the line feed after
    // exactly that many characters is an empty line of its own.
    private ReadOnlyMemory<byte> Take(int lineEnd, bool isWhole, int lineFeedLength)
    {
        var length = lineEnd - _start;
        ReadOnlyMemory<byte> body;
        try
        {
            if (isWhole && _text.MostChars(length) < _maxChars)
            {
                body = _text.Convert(_block.AsMemory(_start, length));
                Advance(length + lineFeedLength);
                return body;
            }

            body = _text.ConvertStart(_block.AsSpan(_start, length), isWhole, _maxChars, out var used, out var chars);
            Advance(used + (isWhole && used == length && chars < _maxChars ? lineFeedLength : 0));
            return body;
        }
        catch (DecoderFallbackException failure)
        {
            throw new BadFileException(
                $"'{_context.Path}' has bytes that are not {_context.InputCharset} in the line at offset {Position}; set 'inputCharset' to what it is, or 'decodeErrorPolicy' to REPLACE or IGNORE",
                failure);
        }
    }

    private void Advance(int length)
    {
        _start += length;
        _searched = Math.Max(_searched, _start);
        Position += length;
    }

    private void Fill()
    {
        if (_end == _block.Length)
        {
            // Bodies may be slices of the old block, which stays as it is. The room doubles for a line that fills half of it.
            var rest = _block.AsSpan(_start, _end - _start);
            var block = GC.AllocateUninitializedArray<byte>(rest.Length > BlockLength / 2 ? (int)Math.Min(rest.Length * 2L, Array.MaxLength) : BlockLength);
            rest.CopyTo(block);
            _searched -= _start;
            _end -= _start;
            _start = 0;
            _block = block;
        }

        var count = RandomAccess.Read(_context.File, _block.AsSpan(_end), _read);
        _isAtEnd = count == 0;
        _end += count;
        _read += count;
    }
}
