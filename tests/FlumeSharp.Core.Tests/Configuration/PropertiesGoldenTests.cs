using System.Text.Json;

namespace FlumeSharp.Configuration;

/// <summary>
/// What <c>java.util.Properties</c> and Flume's interpolation made of files. Where we depart:
/// (1) a reference finds its key wherever that stands, while Java leaves it as text when the key hashes later;
/// (2) keys that refer to each other in a circle are reported, in Java they stay as text without a word;
/// (3) a malformed <c>\u</c> is a problem with its line instead of an exception;
/// (4) bytes that are valid UTF-8 are read as UTF-8 unless ISO-8859-1 is asked for (see <see cref="PropertiesEncodingTests"/>).
/// </summary>
public sealed class PropertiesGoldenTests
{
    private static IEnumerable<TestCaseData> Cases() => Golden.Cases("properties.ndjson").Concat(Golden.Cases("config.ndjson"));

    [TestCaseSource(nameof(Cases))]
    public void Files_read_as_in_Java(JsonElement golden)
    {
        var documents = Golden.Documents(golden);

        var problems = new List<ConfigurationProblem>();
        var merged = MergedProperties.Merge(documents, problems);

        if (golden.TryGetProperty("propertiesException", out _))
        {
            problems.Should().Contain(problem => problem.Code == ProblemCodes.MalformedEscape && problem.Location!.Line > 0);
            return;
        }

        merged.ToDictionary(pair => pair.Key, pair => pair.Value.Value).Should().Equal(Golden.Map(golden.GetProperty("properties")));
        problems.Should().NotContain(problem => problem.Code == ProblemCodes.MalformedEscape);
    }

    [TestCaseSource(nameof(Cases))]
    public void References_resolve_as_in_Flume(JsonElement golden)
    {
        if (!golden.TryGetProperty("properties", out var properties))
            Assert.Pass("Java could not read the file.");

        var merged = MergedProperties.Merge(Golden.Documents(golden), []);
        var interpolator = new ValueInterpolator(merged, Golden.Environment);

        var resolved = merged.Values.ToDictionary(entry => entry.Key, interpolator.Resolve);

        var expected = Golden.Map(golden.TryGetProperty("resolved", out var changed) ? changed : properties);
        foreach (var (key, value) in expected)
        {
            if (Golden.IsLeftToHashOrder(value, expected))
                resolved[key].Should().Match(ours => ours != value || interpolator.Problems.Count > 0, "departures 1 and 2: {0}", key);
            else
                resolved[key].Should().Be(value, "of {0}", key);
        }
    }
}
