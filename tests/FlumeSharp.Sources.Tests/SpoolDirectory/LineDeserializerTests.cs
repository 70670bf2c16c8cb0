using System.Text;
using CsCheck;
using FlumeSharp.Formatting;
using FlumeSharp.Serialization;
using FlumeSharp.Sources.SpoolDirectory.Lines;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Sources.SpoolDirectory;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LineDeserializerTests : IDisposable
{
    private static readonly string[] Words = ["\n", "\r", "\r\n", "a", "bcd", "é", "日本", "x y", "longer words", "😀"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("UTF-8", "UTF-8")]
    [TestCase("UTF-8", "UTF-16BE")]
    [TestCase("ISO-8859-1", "UTF-8")]
    [TestCase("ISO-8859-1", "ISO-8859-1")]
    [TestCase("windows-1252", "windows-1252")]
    [TestCase("Shift_JIS", "UTF-8")]
    [TestCase("UTF-16LE", "UTF-8")]
    [TestCase("UTF-16BE", "UTF-8")]
    [TestCase("UTF-16", "UTF-8")]
    [TestCase("UTF-32LE", "UTF-8")]
    public void Any_text_gives_flumes_lines_wherever_reading_begins_anew(string charset, string outputCharset)
    {
        var encoding = JavaCharset.Find(charset)!;
        var output = JavaCharset.Find(outputCharset)!;
        Gen.Select(Gen.Int[0, Words.Length - 1].Array[0, 40], Gen.Int[2, 12], Gen.Int[1, 5]).Sample((chosen, maxLength, batch) =>
        {
            var bytes = encoding.GetBytes(string.Concat(chosen.Select(static i => Words[i])));
            var text = encoding.GetString(bytes);

            // A new deserializer for each batch: what a start after kill -9 does.
            var lines = ReadInPieces(bytes, new() { MaxLineLength = maxLength, OutputCharset = outputCharset }, batch, charset);

            lines.Select(output.GetString).Should().Equal(AsFlume(text, maxLength).Select(line => output.GetString(output.GetBytes(line))));
        }, iter: 300, threads: 1);
    }

    [Test]
    public void Lines_longer_than_a_block_stay_whole_when_they_may()
    {
        var text = new string('x', 300_000);

        Read($"a\n{text}\n{text}é\nb", new() { MaxLineLength = 1_000_000 }).Should().Equal("a", text, text + "é", "b");
    }

    [Test]
    public void A_long_line_is_read_in_pieces_without_being_held()
    {
        var lines = Read(new string('x', 1_000_000) + "\nend", new());

        lines.Should().HaveCount(490).And.EndWith("end");
        lines.Sum(static line => line.Length).Should().Be(1_000_003);
    }

    [Test]
    public void A_line_of_exactly_the_limit_is_followed_by_an_empty_one() => Read("abcd\nef\n", new() { MaxLineLength = 4 }).Should().Equal("abcd", "", "ef");

    [Test]
    public void Many_lines_stay_as_they_are_while_more_is_read()
    {
        var lines = Enumerable.Range(0, 50_000).Select(static i => $"line {i}").ToArray();

        Read(string.Join('\n', lines), new(), batch: 1000).Should().Equal(lines);
    }

    [Test]
    public void A_mark_of_utf8_and_carriage_returns_stay_in_the_body() => Read("\uFEFFone\r\ntwo\r\n", new()).Should().Equal("\uFEFFone\r", "two\r");

    [Test]
    public void Bytes_that_are_not_of_the_character_set_make_the_file_bad_and_the_message_says_what_to_do()
    {
        var read = () => ReadInPieces([.. "good\n"u8, 0xFF, (byte)'\n'], new(), 10);

        read.Should().Throw<BadFileException>().WithMessage("*not UTF-8*offset 5*inputCharset*decodeErrorPolicy*");
    }

    [TestCase(DecodeErrorPolicy.Replace)]
    [TestCase(DecodeErrorPolicy.Ignore)]
    public void Binary_data_never_fails_when_it_may_be_replaced_or_left_out(DecodeErrorPolicy policy) =>
        Gen.Byte.Array[0, 300].Sample(bytes => ReadInPieces(bytes, new() { MaxLineLength = 7 }, 3, "UTF-8", policy).Should().NotBeNull(), iter: 300, threads: 1);

    // Flume's reader: characters up to a line feed or the limit. It cuts a pair in two; ours does not.
    private static IEnumerable<string> AsFlume(string text, int maxLength)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found : text.Length;
            if (end - at < maxLength)
            {
                yield return text[at..end];
                at = end + 1;
                continue;
            }

            end = at + maxLength;
            end -= char.IsHighSurrogate(text[end - 1]) && end < text.Length ? 1 : 0;
            yield return text[at..end];
            at = end;
        }
    }

    private List<string> Read(string text, LineDeserializerOptions options, int batch = 10) =>
        [.. ReadInPieces(Encoding.UTF8.GetBytes(text), options, batch, renew: false).Select(Encoding.UTF8.GetString)];

    private List<byte[]> ReadInPieces(
        byte[] bytes, LineDeserializerOptions options, int batchSize, string charset = "UTF-8", DecodeErrorPolicy policy = DecodeErrorPolicy.Fail, bool renew = true)
    {
        var path = _folder.File("text");
        File.WriteAllBytes(path, bytes);
        using var file = File.OpenHandle(path);
        var all = new List<Event>();
        var deserializer = Open(0);
        while (true)
        {
            var batch = new EventBatch();
            if (deserializer.Read(batch, batchSize) == 0)
            {
                return [.. all.Select(static item => item.Body.ToArray())];
            }

            all.AddRange(batch.Memory.ToArray());
            deserializer = renew ? Open(deserializer.Position) : deserializer;
        }

        LineDeserializer Open(long start) => new(options, new()
        {
            File = file,
            Path = path,
            Start = start,
            InputCharset = charset,
            DecodeErrorPolicy = policy,
            Logger = NullLogger.Instance,
            SourceName = "r1",
        });
    }
}
