using FlumeSharp.Configuration;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>The syntax of a file has the same entries, on the same lines, as the reader of the configuration finds.</summary>
public sealed class PropertiesSyntaxTests
{
    [TestCase("a = b\nc: d\ne f\ng\n= h\n")]
    [TestCase("a = b \\\n   c \\\r\n\td\n# x\\\ny = z")]
    [TestCase("a = b\\\n\nc = d")]
    [TestCase("\\\na = b\n\\\n# c\nd = \\")]
    [TestCase("k\\ e\\=y = \\u0041\\t\\q")]
    [TestCase("a\\\nb = c")]
    [TestCase("k = = x\nl : = y\n")]
    public void Entries_are_those_of_the_reader(string text) => Compare(text);

    [Test]
    public void Entries_of_files_made_at_random_are_those_of_the_reader()
    {
        var random = new Random(7);
        for (var i = 0; i < 4_000; i++)
        {
            Compare(RandomText.Next(random));
        }
    }

    [Test]
    public void Entries_of_the_configurations_in_the_wild_are_those_of_the_reader()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Shared("corpus", "the collection of real configurations is not there"), "*.conf"))
        {
            Compare(PropertiesSyntax.Decode(File.ReadAllBytes(file), PropertiesEncoding.Automatic).Text);
        }
    }

    [Test]
    public void A_place_is_found_in_continued_lines()
    {
        var entry = PropertiesSyntax.Parse("x = 1\n  key = one \\\n    two three").Entries.Last();

        entry.PlaceOf(entry.Text.IndexOf("three", StringComparison.Ordinal), 5).Should().Be(new SyntaxPlace(3, 9, 5));
        entry.PlaceOf(0, 3).Should().Be(new SyntaxPlace(2, 3, 3));
    }

    private static void Compare(string text)
    {
        var read = PropertiesReader.ReadText("f", text);
        if (read.Problems.Count > 0)
        {
            return;
        }

        // A lone backslash at the very end makes an entry without key and value, which is no text to point at.
        var expected = read.Entries.Where(static entry => entry.Key.Length + entry.Value.Length > 0).Select(static entry => (entry.Key, entry.Value, entry.Location.Line));
        PropertiesSyntax.Parse(text).Entries.Where(static entry => entry.Key.Length + entry.Value.Length > 0)
            .Select(static entry => (entry.Key, entry.Value, entry.Line)).Should().Equal(expected, text);
    }
}
