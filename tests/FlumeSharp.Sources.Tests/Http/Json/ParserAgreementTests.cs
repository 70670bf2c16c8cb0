using System.Text;
using CsCheck;
using FlumeSharp.Sources.Http.Json;

namespace FlumeSharp.Sources.Tests.Http.Json;

/// <summary>
/// The three parsers are one: what the fast one accepts the strict one reads alike, and what the strict one accepts the lenient one
/// reads alike.
/// </summary>
public sealed class ParserAgreementTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 40],
        Gen.String[Any('"', '\\', '\n', '\u0001', '/', 'é', '中', 'x', '\uD83D', '\uDE00'), 0, 12],
        Any("", "host", "web01", "timestamp", "1700000000000", new string('a', 31), new string('b', 33), new string('c', 600)));

    private static readonly Gen<string> Blank = Gen.Frequency((8, Gen.Const("")), (1, Gen.Const(" ")), (1, Gen.Const("\n\t ")));

    private static readonly Gen<string> String = Gen.Select(Text, Gen.Int[0, 3], static (text, style) => "\"" + Escape(text, style) + "\"");

    private static readonly Gen<string> Scalar = Gen.Frequency((12, String), (1, Any("1", "1.50", "-0", "true", "false", "null", "{}", "[1]")));

    private static readonly Gen<string> Member = Gen.Frequency(
        (6, Gen.Select(Blank, Scalar, static (blank, value) => $"\"body\"{blank}:{blank}{value}")),
        (6, Gen.Select(Blank, Gen.Select(String, Scalar, static (name, value) => $"{name}:{value}").Array[0, 5], static (blank, headers) => $"\"headers\"{blank}:{{{blank}{string.Join("," + blank, headers)}{blank}}}")),
        (1, Gen.Select(String, Scalar, static (name, value) => $"{name}:{value}")));

    private static readonly Gen<string> Document = Gen.Select(
        Blank, Gen.Select(Blank, Member.Array[0, 3], static (blank, members) => $"{{{blank}{string.Join($",{blank}", members)}{blank}}}").Array[0, 6],
        static (blank, events) => $"{blank}[{blank}{string.Join($"{blank},{blank}", events)}]{blank}");

    [Test]
    public void Events_of_whole_documents_are_read_alike() => Document.Sample(static json => Agree(Encoding.UTF8.GetBytes(json)), iter: 20_000);

    [Test]
    public void Damaged_documents_are_judged_alike() =>
        Gen.Select(Document, Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 2]).Sample(
            static (json, place, value, kind) =>
            {
                var bytes = Encoding.UTF8.GetBytes(json).ToList();
                place %= bytes.Count;
                switch (kind)
                {
                    case 0:
                        bytes[place] = value;
                        break;
                    case 1:
                        bytes.RemoveAt(place);
                        break;
                    default:
                        bytes.Insert(place, value);
                        break;
                }

                Agree([.. bytes]);
            },
            iter: 20_000);

    [Test]
    public void Random_bytes_are_refused_alike() => Gen.Byte.Array[0, 64].Sample(static bytes => Agree(bytes), iter: 20_000);

    [Test]
    public void The_fast_parser_takes_what_clients_send()
    {
        var json = """[{"headers":{"host":"web01","timestamp":"1"},"body":"a\nb é"},{"headers":{"host":"web01","timestamp":"2"},"body":"c"},{"body":"d"},{}]"""u8;
        var events = new EventBatch();

        FastEventParser.TryParse(json, events).Should().BeTrue();

        TextOf(events).Should().Be("{host=web01, timestamp=1}a\nb é|{host=web01, timestamp=2}c|{}d|{}|");
    }

    [Test]
    public void Neighbours_with_the_same_headers_share_them()
    {
        var events = new EventBatch();

        FastEventParser.TryParse("""[{"headers":{"a":"1"},"body":"x"},{"headers":{"a":"1"},"body":"y"}]"""u8, events).Should().BeTrue();

        events[1].Headers.Should().BeSameAs(events[0].Headers);
    }

    [Test]
    public void Bodies_share_an_array_of_their_size()
    {
        var events = new EventBatch();

        FastEventParser.TryParse("""[{"body":"0123456789"},{"body":"abcdefghij"}]"""u8, events).Should().BeTrue();

        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(events[1].Body, out var slab).Should().BeTrue();
        slab.Array.Should().HaveCount(20);
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void Agree(byte[] json)
    {
        var fast = Read(events => FastEventParser.TryParse(json, events));
        var strict = Read(events => StrictEventParser.TryParse(json, events));
        var lenient = Read(events =>
        {
            try
            {
                new LenientEventParser(EventCharset.Utf8).Parse(EventCharset.Utf8.Decode(new(json)), events);
                return true;
            }
            catch (FlumeException)
            {
                return false;
            }
        });

        var shown = Encoding.UTF8.GetString(json);
        if (fast is not null)
        {
            fast.Should().Be(strict, shown);
        }

        if (strict is not null)
        {
            strict.Should().Be(lenient, shown);
        }
    }

    private static string? Read(Func<EventBatch, bool> parse)
    {
        var events = new EventBatch();
        return parse(events) ? TextOf(events) : null;
    }

    private static string TextOf(EventBatch events) =>
        string.Concat(events.Events.ToArray().Select(static e => $"{e.Headers}{Encoding.UTF8.GetString(e.Body.Span)}|"));

    private static string Escape(string text, int style)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => style == 0 ? "\\n" : "\\u000a",
                '/' => style == 1 ? "\\/" : "/",
                < ' ' when style < 3 => $"\\u{(int)c:x4}",
                _ when style == 2 || char.IsSurrogate(c) => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
