using System.Text;
using CsCheck;
using FlumeSharp.Sources.Exec.Lines;

namespace FlumeSharp.Sources.Exec;

public sealed class LineBufferTests
{
    private static readonly string[] Words = ["\n", "\r", "\r\n", "a", "bcd", "é", "日本", "x y"];

    [TestCase("one\ntwo\n", "one|two")]
    [TestCase("one\r\ntwo\r\n", "one|two")]
    [TestCase("one\rtwo\r", "one|two")]
    [TestCase("one\n\r\n\rtwo", "one|||two")]
    [TestCase("\n", "")]
    [TestCase("no end", "no end")]
    [TestCase("a\r", "a")]
    public void Lines_end_at_line_feed_carriage_return_or_both(string text, string lines) => Split("UTF-8", Encoding.UTF8.GetBytes(text)).Should().Equal(lines.Split('|'));

    [Test]
    public void Nothing_is_no_line() => Split("UTF-8", []).Should().BeEmpty();

    [TestCase("UTF-8")]
    [TestCase("ISO-8859-1")]
    [TestCase("windows-1251")]
    [TestCase("UTF-16LE")]
    public void Any_text_in_any_pieces_gives_the_lines_of_a_reader(string charset)
    {
        var encoding = FlumeSharp.Formatting.JavaCharset.Find(charset)!;
        var text = Gen.Int[0, Words.Length - 1].Array[0, 60].Select(static chosen => string.Concat(chosen.Select(static i => Words[i])));

        Gen.Select(text, Gen.Int[1, 9]).Sample((written, piece) =>
        {
            var bytes = encoding.GetBytes(written);
            Split(charset, bytes, piece).Should().Equal(ByReader(encoding.GetString(bytes)));
        });
    }

    [Test]
    public void A_line_longer_than_a_block_stays_whole()
    {
        var text = new string('x', 300_000);

        Split("UTF-8", Encoding.ASCII.GetBytes($"a\n{text}\nb"), 10_000).Should().Equal("a", text, "b");
    }

    [Test]
    public void Earlier_lines_stay_as_they_are_while_more_is_read()
    {
        var lines = Enumerable.Range(0, 50_000).Select(static i => $"line {i}").ToArray();

        Split("UTF-8", Encoding.ASCII.GetBytes(string.Join('\n', lines)), 5_000).Should().Equal(lines);
    }

    [TestCase("UTF-8")]
    [TestCase("windows-1252")]
    public void A_line_above_the_limit_comes_in_pieces_and_counts_once(string charset)
    {
        var buffer = LineBuffer.For(charset, 4);

        Split(buffer, Encoding.ASCII.GetBytes("abcd\nabcde\nabcdefghij\nk"), 7).Should().Equal("abcd", "abcd", "e", "abcd", "efgh", "ij", "k");

        buffer.Cut.Should().Be(2);
    }

    [Test]
    public void A_piece_ends_between_characters()
    {
        var buffer = LineBuffer.For("UTF-8", 4);

        Split(buffer, Encoding.UTF8.GetBytes("ab日本\n"), 3).Should().Equal("ab", "日", "本");
        buffer.Malformed.Should().Be(0);
    }

    [Test]
    public void Bytes_that_are_not_utf8_become_replacement_characters_and_are_counted()
    {
        var buffer = LineBuffer.For("UTF-8", 100);

        Split(buffer, [(byte)'a', 0xFF, (byte)'\n', 0xC3, (byte)'\n', (byte)'b'], 1).Should().Equal("a\uFFFD", "\uFFFD", "b");
        buffer.Malformed.Should().Be(2);
    }

    [Test]
    public void Binary_data_never_fails() => Gen.Byte.Array[0, 400].Sample(static bytes => Split("UTF-8", bytes, 3).Should().NotBeNull());

    [TestCase(new byte[] { 0xFE, 0xFF, 0, (byte)'a', 0, (byte)'\n', 0, (byte)'b' })]
    [TestCase(new byte[] { 0xFF, 0xFE, (byte)'a', 0, (byte)'\n', 0, (byte)'b', 0 })]
    [TestCase(new byte[] { 0, (byte)'a', 0, (byte)'\n', 0, (byte)'b' })]
    public void Utf16_is_read_by_its_mark_and_written_with_one_in_each_event(byte[] bytes)
    {
        var lines = Raw(LineBuffer.For("UTF-16", 100), bytes, 1);

        lines.Should().BeEquivalentTo([new byte[] { 0xFE, 0xFF, 0, (byte)'a' }, [0xFE, 0xFF, 0, (byte)'b']]);
    }

    private static List<string> ByReader(string text)
    {
        var reader = new StringReader(text);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static List<string> Split(string charset, byte[] bytes, int piece = 1000) =>
        [.. Raw(LineBuffer.For(charset, 1 << 20), bytes, piece).Select(FlumeSharp.Formatting.JavaCharset.Find(charset)!.GetString)];

    private static List<string> Split(LineBuffer buffer, byte[] bytes, int piece) => [.. Raw(buffer, bytes, piece).Select(Encoding.UTF8.GetString)];

    private static List<byte[]> Raw(LineBuffer buffer, byte[] bytes, int piece)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < bytes.Length;)
        {
            var room = buffer.Room;
            room.IsEmpty.Should().BeFalse();
            var count = Math.Min(Math.Min(piece, room.Length), bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(room.Span);
            buffer.Filled(count);
            at += count;
            while (buffer.TryTake(out var line))
            {
                lines.Add(line);
            }
        }

        while (buffer.TryTakeRest(out var rest))
        {
            lines.Add(rest);
        }

        return [.. lines.Select(static line => line.ToArray())];
    }
}
