namespace FlumeSharp.Configuration;

public sealed class PropertiesReaderTests
{
    [TestCase("k1=v1", "k1", "v1")]
    [TestCase("k4 v4", "k4", "v4")]
    [TestCase("k : v", "k", "v")]
    [TestCase("k = = x", "k", "= x")]
    [TestCase("k", "k", "")]
    [TestCase("k:", "k", "")]
    [TestCase("=v", "", "v")]
    [TestCase("\t k\fv", "k", "v")]
    [TestCase("k=a ", "k", "a ")]
    [TestCase("k=\\ a", "k", " a")]
    [TestCase("k17=\\u0041\\u00e9", "k17", "Aé")]
    [TestCase("k\\:15=y", "k:15", "y")]
    [TestCase("k\\\\=y", "k\\", "y")]
    [TestCase("k=C:\\\\logs", "k", "C:\\logs")]
    [TestCase("k=\\d+\\U0041", "k", "d+U0041")]
    [TestCase("k=v # no comment", "k", "v # no comment")]
    public void A_line_gives_key_and_value(string line, string key, string value)
    {
        var entry = Read(line).Entries.Should().ContainSingle().Subject;

        (entry.Key, entry.Value).Should().Be((key, value));
    }

    [TestCase("k=a\\\n   b\\\n c", "abc")]
    [TestCase("k=a\\\r\n   b", "ab")]
    [TestCase("k=a\\\r   b", "ab")]
    [TestCase("k=a\\\n\nb=1", "a")]
    [TestCase("k=a\\\n# x", "a# x")]
    [TestCase("k=a\\\n   \\\n b", "ab")]
    [TestCase("k=a\\\\\nb=1", "a\\")]
    [TestCase("k=a\\ \nb=1", "a ")]
    [TestCase("k=a\\", "a")]
    [TestCase("k=a\\\n", "a")]
    [TestCase("k=a\\\n   ", "a")]
    public void A_backslash_at_the_end_joins_the_next_line(string text, string value)
        => Read(text).Entries[0].Value.Should().Be(value);

    [TestCase("# a\\\nk=1")]
    [TestCase("  ! a\nk=1")]
    [TestCase("\\\n# still a comment: nothing came before it\nk=1")]
    [TestCase("\n \t\f\nk=1")]
    public void Comments_and_blank_lines_are_skipped(string text)
        => Read(text).Entries.Should().ContainSingle().Which.Key.Should().Be("k");

    // As java.util.Properties of JDK 17 answers, oddities included.
    [TestCase("\\", 1)]
    [TestCase("\\\n", 1)]
    [TestCase("\\\r", 1)]
    [TestCase("\\\r\n", 0)]
    [TestCase("\\\n ", 0)]
    [TestCase("\\\\\r\n", 1)]
    public void A_lone_backslash_before_the_end_is_an_empty_entry_unless_something_follows(string text, int entries)
        => Read(text).Entries.Should().HaveCount(entries);

    [Test]
    public void An_entry_knows_the_line_its_key_begins_on()
    {
        var document = Read("# c\r\n\r\na=1\\\r\n  2\r\nb\\\n  b=3\r\rc=4");

        document.Entries.Select(entry => (entry.Key, entry.Location.ToString())).Should()
            .Equal(("a", "x.conf:3"), ("bb", "x.conf:5"), ("c", "x.conf:8"));
    }

    [Test]
    public void Repeated_keys_are_all_kept_for_the_merge_to_judge()
        => Read("a=1\na=2").Entries.Select(entry => entry.Value).Should().Equal("1", "2");

    [TestCase("k=\\u00zz", "\\u00zz")]
    [TestCase("k=\\u12", "\\u12")]
    [TestCase("\\uXYZW=v", "\\uXYZW")]
    [TestCase("d=C:\\temp\\users", "\\users")]
    public void A_malformed_escape_is_an_error_with_its_line(string line, string escape)
    {
        var document = Read("ok=1\n" + line + "\nalso=2");

        var problem = document.Problems.Should().ContainSingle().Subject;
        problem.Severity.Should().Be(ProblemSeverity.Error);
        problem.Code.Should().Be(ProblemCodes.MalformedEscape);
        problem.Location.Should().Be(new SourceLocation("x.conf", 2));
        problem.Message.Should().Contain(escape);
        document.Entries.Select(entry => entry.Key).Should().Equal("ok", "also");
    }

    [Test]
    public void A_malformed_escape_lets_no_agent_run()
    {
        var configuration = FlumeConfiguration.Parse(Samples.Complete + "a1.sinks.k1.dir = C:\\users\n");

        configuration.Agents.Should().BeEmpty();
        configuration.DeclaredAgentNames.Should().Equal("a1");
    }

    private static PropertiesDocument Read(string text) => PropertiesReader.ReadText("x.conf", text);
}
