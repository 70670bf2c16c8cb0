using System.Text.Json;

namespace FlumeSharp.Formatting;

/// <summary>Every expansion that Java Flume's BucketPath was asked for, with the zone of the machine set to UTC.</summary>
internal sealed class EscapePathGoldenTests
{
    // As a path, header data cannot leave its directory; Java inserts it as it is.
    private static readonly Dictionary<string, string> PathDepartures = new(StringComparer.Ordinal)
    {
        ["a/b/../c"] = "a/b/__/c",
    };

    private static IEnumerable<TestCaseData> Cases() =>
        File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Formatting", "Golden", "escapes.ndjson"))
            .Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static golden => new TestCaseData(golden).SetArgDisplayNames(golden.GetProperty("id").GetString()!, golden.GetProperty("input").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public void Text_expands_as_in_Java(JsonElement golden) => Check(golden, isPath: false, static output => output);

    [TestCaseSource(nameof(Cases))]
    public void A_path_expands_as_in_Java_but_for_the_listed_departures(JsonElement golden) =>
        Check(golden, isPath: true, static output => PathDepartures.GetValueOrDefault(output, output));

    private static void Check(JsonElement golden, bool isPath, Func<string, string> expect)
    {
        var headers = EventHeaders.Create([.. golden.GetProperty("headers").EnumerateObject().Select(static h => KeyValuePair.Create(h.Name, h.Value.GetString()))]);

        if (golden.TryGetProperty("exception", out _))
        {
            var expand = () => Expand(golden, headers, isPath);
            expand.Should().Throw<FlumeException>();
        }
        else
        {
            Expand(golden, headers, isPath).Should().Be(expect(golden.GetProperty("output").GetString()!));
        }
    }

    private static string Expand(JsonElement golden, EventHeaders headers, bool isPath)
    {
        EscapePathZones.TryFind(golden.GetProperty("timeZone").GetString()!, out var zone);
        var rounds = golden.TryGetProperty("round", out var round) && round.GetBoolean();
        var options = new EscapePathOptions
        {
            TimeZone = zone,
            IsPath = isPath,
            UseLocalTime = golden.TryGetProperty("useLocalTimeStamp", out var local) && local.GetBoolean(),
            Rounding = rounds
                ? new(Enum.Parse<EscapePathRoundingUnit>(golden.GetProperty("roundUnit").GetString()!, ignoreCase: true), golden.GetProperty("roundValue").GetInt32())
                : null,
        };
        var clock = golden.TryGetProperty("clock", out var faked) ? faked.GetInt64() : 0;
        var path = new EscapePath(golden.GetProperty("input").GetString()!, options);
        var first = path.Expand(headers, clock);
        path.Expand(headers, clock).Should().BeSameAs(first);
        return first;
    }
}
