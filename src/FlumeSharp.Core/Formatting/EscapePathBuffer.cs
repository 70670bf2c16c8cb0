namespace FlumeSharp.Formatting;

/// <summary>
/// The text of an expansion under way. It remembers which characters came from event data, so that a path's dot segments can be told
/// apart: those the pattern spells out are the operator's wish, those that data forms are not.
/// </summary>
internal sealed class EscapePathBuffer
{
    private char[] _text = new char[128];
    private bool[] _isData = new bool[128];
    private int _length;
    private bool _hasData;

    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        _hasData = false;
    }

    public void AddLiteral(string? text) => Add(text, isData: false);

    public void AddData(string? text) => Add(text, isData: true);

    /// <summary>
    /// The text as a path: repeated slashes become one, and in segments that data has a part in control characters become underscores,
    /// and so do the dots of <c>.</c> and <c>..</c>. Changes the buffer.
    /// </summary>
    public ReadOnlySpan<char> ToPath()
    {
        var read = 0;
        var written = 0;
        while (read < _length)
        {
            var end = read;
            var hasData = false;
            while (end < _length && _text[end] != '/')
            {
                hasData |= _isData[end++];
            }

            var segment = _text.AsSpan(read, end - read);
            if (hasData)
            {
                Neutralise(segment);
            }

            segment.CopyTo(_text.AsSpan(written));
            written += segment.Length;
            if (end < _length && (written == 0 || _text[written - 1] != '/'))
            {
                _text[written++] = '/';
            }

            read = end + 1;
        }

        // Data that begins with a slash must not make a relative pattern absolute.
        var path = _text.AsSpan(0, written);
        return _hasData && _isData[0] ? path.TrimStart('/') : path;
    }

    private static void Neutralise(Span<char> segment)
    {
        if (segment is "." or "..")
        {
            segment.Fill('_');
        }

        for (var i = 0; i < segment.Length; i++)
        {
            if (char.IsControl(segment[i]) || (segment[i] == '\\' && Path.DirectorySeparatorChar == '\\'))
            {
                segment[i] = '_';
            }
        }
    }

    private void Add(string? text, bool isData)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var length = _length + text.Length;
        if (length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(length, _text.Length * 2));
            Array.Resize(ref _isData, _text.Length);
        }

        text.CopyTo(_text.AsSpan(_length));
        _isData.AsSpan(_length, text.Length).Fill(isData);
        _length = length;
        _hasData |= isData;
    }
}
