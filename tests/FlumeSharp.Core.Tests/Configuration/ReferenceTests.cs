using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Configuration;

public sealed class ReferenceTests
{
    private static readonly ConfigurationEnvironment _environment = new()
    {
        Variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOST"] = "web01",
            ["EMPTY"] = "",
            ["INDIRECT"] = "${env:HOST}",
            ["LOOP"] = "<${env:LOOP}>",
        },
        SystemProperties = new Dictionary<string, string>(StringComparer.Ordinal) { ["p.q"] = "sys" },
        Platform = new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = ".NET version 10" },
        TimeProvider = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero)),
    };

    [TestCase("${env:HOST}", "web01")]
    [TestCase("${ENV:HOST}", "web01")]
    [TestCase("${env:host}", "${env:host}", Description = "names are case-sensitive, prefixes are not")]
    [TestCase("${sys:p.q}", "sys")]
    [TestCase("${java:version}", ".NET version 10")]
    [TestCase("${java:nope}", "${java:nope}")]
    [TestCase("${date:yyyy-MM-dd}", "2026-03-04")]
    [TestCase("${other}", "o")]
    [TestCase("${env:other}", "o", Description = "a lookup without result asks the files")]
    [TestCase("${unknown:other}", "o")]
    [TestCase("${later}", "L")]
    [TestCase("${env:NOPE:-http://h:80/x}", "http://h:80/x")]
    [TestCase("${env:NOPE:-a:-b}", "a:-b")]
    [TestCase("<${env:NOPE:-}>", "<>")]
    [TestCase("<${env:EMPTY:-x}>", "<>")]
    [TestCase("${env:INDIRECT}", "web01")]
    [TestCase("${env:NOPE:-${env:HOST}}", "web01")]
    [TestCase("${${sys:nope:-env}:HOST}", "web01")]
    [TestCase("$${env:HOST}", "${env:HOST}")]
    [TestCase("$$${env:HOST}", "$${env:HOST}")]
    [TestCase("$${a ${env:HOST}}", "${a web01}")]
    [TestCase("$HOST $ $$ %{host} {x}", "$HOST $ $$ %{host} {x}")]
    [TestCase("${HOST}", "${HOST}")]
    [TestCase("${ env:HOST }", "${ env:HOST }")]
    [TestCase("${env:HOST", "${env:HOST")]
    [TestCase("${open ${env:HOST}", "${open ${env:HOST}")]
    [TestCase("${nope ${env:HOST}}", "${nope ${env:HOST}}")]
    [TestCase("${}", "${}")]
    public void A_reference_becomes_what_it_names(string value, string expected)
        => Resolve("other = o\nx = " + value + "\nlater = L\n")["x"].Should().Be(expected);

    [Test]
    public void Keys_refer_to_each_other_in_any_order()
        => Resolve("k3 = ${k2}c\nk1 = a\nk2 = ${k1}b\n").Should().Contain("k3", "abc").And.Contain("k2", "ab");

    [Test]
    public void A_variable_named_like_its_key_is_no_cycle()
    {
        var text = "PORT = ${env:PORT:-4444}\nHOME = ${env:HOME}\na.p = ${PORT}\n";

        Resolve(text).Should().Contain("PORT", "4444").And.Contain("a.p", "4444").And.Contain("HOME", "${env:HOME}");
        FlumeConfiguration.Parse(text, _environment).Problems.Should().NotContain(problem => problem.Code == ProblemCodes.ReferenceCycle);
    }

    [Test]
    public void Bare_names_are_environment_variables_under_the_switch_of_Flume_1_8()
    {
        var environment = new ConfigurationEnvironment
        {
            Variables = _environment.Variables,
            SystemProperties = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["propertiesImplementation"] = "org.apache.flume.node.EnvVarResolverProperties",
            },
        };

        Resolve("x = ${HOST}\n", environment)["x"].Should().Be("web01");
        Resolve("x = ${HOST}\nHOST = key\n", environment)["x"].Should().Be("key");
    }

    [TestCase("a = ${b}\nb = ${c}\nc = ${a}\n", 1)]
    [TestCase("a = ${a}\n", 1)]
    [TestCase("x = ${b}\nb = 1${c}\nc = 2${b}\n", 2)]
    public void A_cycle_is_one_error_that_names_its_lines(string text, int line)
    {
        var configuration = FlumeConfiguration.Parse(text);

        var problem = configuration.Problems.Should().ContainSingle(found => found.Code == ProblemCodes.ReferenceCycle).Subject;
        problem.Severity.Should().Be(ProblemSeverity.Error);
        problem.Location!.Line.Should().Be(line);
        problem.Message.Should().Contain(" -> ").And.Contain($"(flume.conf:{line})");
    }

    [Test]
    public void Keys_of_a_cycle_keep_their_text()
        => Resolve("x = <${b}>\nb = 1${c}\nc = 2${b}\n").Should().Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["x"] = "<${b}>", ["b"] = "1${c}", ["c"] = "2${b}" });

    [Test]
    public void A_variable_that_contains_itself_is_an_error()
        => FlumeConfiguration.Parse("a1.x = ${env:LOOP}\n", _environment).Problems.Should()
            .Contain(problem => problem.Code == ProblemCodes.ReferenceCycle && problem.Location!.Line == 1);

    [TestCase("${env:NOPE}", "environment variable")]
    [TestCase("${sys:nope}", "system property")]
    [TestCase("${date:bbb}", "date pattern")]
    [TestCase("${file:UTF-8:/etc/hostname}", "no lookup of that name")]
    [TestCase("${HOST}", "${env:HOST}", Description = "the remedy shows how to write an environment variable")]
    public void An_unresolved_reference_is_a_warning_that_says_what_was_sought(string value, string words)
    {
        var configuration = FlumeConfiguration.Parse(Samples.Complete + "a1.sinks.k1.x = " + value + "\n", _environment);

        var problem = configuration.Problems.Should().ContainSingle().Subject;
        problem.Severity.Should().Be(ProblemSeverity.Warning);
        problem.Location!.Line.Should().Be(Samples.NextLine);
        problem.ToString().Should().Contain(value).And.Contain(words);
    }

    [Test]
    public void A_reference_to_a_configuration_filter_is_an_error_until_filters_work()
    {
        var configuration = FlumeConfiguration.Parse(
            Samples.Complete + "a1.configfilters = f\na1.configfilters.f.type = env\na1.sinks.k1.x = ${f['KEY']}\na1.sinks.k1.y = ${g['KEY']}\n");

        configuration.Problems.Select(problem => (problem.Code, problem.Location!.Line)).Should().Equal(
            (ProblemCodes.FilterNotApplied, Samples.NextLine + 2), (ProblemCodes.UnresolvedReference, Samples.NextLine + 3));
    }

    [Test]
    public void A_reference_to_an_empty_value_makes_the_key_absent()
        => FlumeConfiguration.Parse(Samples.Complete + "a1.sinks.k1.x = ${env:EMPTY}\n", _environment)
            .Agents["a1"].Sinks[0].Properties["x"].Should().BeNull();

    private static Dictionary<string, string> Resolve(string text, ConfigurationEnvironment? environment = null)
    {
        var merged = MergedProperties.Merge([PropertiesReader.ReadText("f", text)], []);
        var interpolator = new ValueInterpolator(merged, environment ?? _environment);
        return merged.Values.ToDictionary(entry => entry.Key, interpolator.Resolve, StringComparer.Ordinal);
    }
}
