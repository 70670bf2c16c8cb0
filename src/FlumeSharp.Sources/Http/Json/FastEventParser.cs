using System.Text;
using System.Text.Unicode;

namespace FlumeSharp.Sources.Http.Json;

/// <summary>
/// The parser for what clients usually send: strict JSON, events of <c>headers</c> with string values and a string <c>body</c>. At
/// anything else it gives up, without harm, and the strict parser takes over; whatever it accepts, that one reads alike. Each thread
/// has one of its own, with the strings it saw last.
/// </summary>
internal sealed class FastEventParser
{
    private const int MostKept = 4096;
    private readonly HeaderParser _headers = new();
    private Found[] _found = new Found[128];
    private int _count;

    [ThreadStatic]
    private static FastEventParser? s_ofThread;

    /// <summary>Adds the events of a JSON array to a batch; false, with the batch in any state, when it is none for this parser.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, EventBatch events) => Run(json, events, isArray: true);

    /// <summary>Adds events that stand one on a line to a batch; false, with the batch in any state, when this is not for this parser.</summary>
    public static bool TryParseLines(ReadOnlySpan<byte> json, EventBatch events) => Run(json, events, isArray: false);

    private static bool Run(ReadOnlySpan<byte> json, EventBatch events, bool isArray)
    {
        if (!Ascii.IsValid(json) && !Utf8.IsValid(json))
        {
            return false;
        }

        var parser = s_ofThread ??= new FastEventParser();
        try
        {
            return (isArray ? parser.TryFindInArray(json) : parser.TryFindInLines(json))
                && EventBodies.TryCopy(json, parser._found.AsSpan(0, parser._count), events);
        }
        finally
        {
            parser.LetGo();
        }
    }

    private bool TryFindInArray(ReadOnlySpan<byte> json)
    {
        var at = JsonBlanks.Skip(json, 0);
        if (at >= json.Length || json[at] != '[')
        {
            return false;
        }

        at = JsonBlanks.Skip(json, at + 1);
        if (at < json.Length && json[at] == ']')
        {
            return JsonBlanks.Skip(json, at + 1) == json.Length;
        }

        while (TryFindEvent(json, ref at))
        {
            at = JsonBlanks.Skip(json, at);
            if (at >= json.Length)
            {
                return false;
            }

            if (json[at] == ']')
            {
                return JsonBlanks.Skip(json, at + 1) == json.Length;
            }

            if (json[at] != ',')
            {
                return false;
            }

            at = JsonBlanks.Skip(json, at + 1);
        }

        return false;
    }

    private bool TryFindInLines(ReadOnlySpan<byte> json)
    {
        var at = JsonBlanks.Skip(json, 0);
        while (at < json.Length)
        {
            var start = at;
            if (!TryFindEvent(json, ref at))
            {
                return false;
            }

            var next = JsonBlanks.Skip(json, at);
            if (json[start..at].Contains((byte)'\n') || (next < json.Length && !json[at..next].Contains((byte)'\n')))
            {
                return false;
            }

            at = next;
        }

        return true;
    }

    private bool TryFindEvent(ReadOnlySpan<byte> json, ref int at)
    {
        if (at >= json.Length || json[at] != '{')
        {
            return false;
        }

        if (_count == _found.Length)
        {
            Array.Resize(ref _found, _count * 2);
        }

        ref var found = ref _found[_count++];
        found = new Found { Headers = EventHeaders.Empty };
        at = JsonBlanks.Skip(json, at + 1);
        if (at < json.Length && json[at] == '}')
        {
            at++;
            return true;
        }

        while (TryFindMember(json, ref at, ref found))
        {
            at = JsonBlanks.Skip(json, at);
            if (at >= json.Length)
            {
                return false;
            }

            switch (json[at++])
            {
                case (byte)'}':
                    return true;
                case (byte)',':
                    at = JsonBlanks.Skip(json, at);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private bool TryFindMember(ReadOnlySpan<byte> json, ref int at, ref Found found)
    {
        var rest = json[at..];
        var isBody = rest.StartsWith("\"body\""u8);
        if (!isBody && !rest.StartsWith("\"headers\""u8))
        {
            return false;
        }

        at = JsonBlanks.Skip(json, at + (isBody ? 6 : 9));
        if (at >= json.Length || json[at] != ':')
        {
            return false;
        }

        at = JsonBlanks.Skip(json, at + 1);
        if (at >= json.Length)
        {
            return false;
        }

        if (!isBody)
        {
            return json[at] == '{' && _headers.TryParse(json, ref at, out found.Headers);
        }

        // A second body would hide what is wrong with the first.
        if (json[at] != '"' || found.BodyStart != 0)
        {
            return false;
        }

        var end = JsonScan.EndOfString(json, at + 1, out found.IsEscaped);
        found.BodyStart = at + 1;
        found.BodyLength = end - at - 1;
        at = end + 1;
        return end >= 0;
    }

    // The objects belong to the events now; keeping a large list would keep the largest request's memory.
    private void LetGo()
    {
        if (_found.Length > MostKept)
        {
            _found = new Found[128];
        }
        else
        {
            Array.Clear(_found, 0, _count);
        }

        _count = 0;
    }

    /// <summary>An event that was found: its headers, and where its body stands in the document.</summary>
    internal struct Found
    {
        public EventHeaders Headers;
        public int BodyStart;
        public int BodyLength;
        public bool IsEscaped;
    }
}
