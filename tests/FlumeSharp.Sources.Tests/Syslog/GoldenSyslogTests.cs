using System.Globalization;
using System.Text.Json;
using FlumeSharp.Sources.Net;
using FlumeSharp.Sources.Syslog;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Syslog;

/// <summary>What Java Flume made of messages, in two zones.</summary>
public sealed class GoldenSyslogTests
{
    private static readonly Dictionary<string, string> Different = new(StringComparer.Ordinal)
    {
        // Flume loses every message that arrived together with one of these; here it is Invalid and its neighbours are kept.
        ["sys121"] = SyslogHeaders.Invalid,
        ["sys125"] = SyslogHeaders.Invalid,
    };

    private static IEnumerable<TestCaseData> Cases => new[] { "syslog-utc.ndjson", "syslog-kolkata.ndjson" }
        .SelectMany(static file => File.ReadLines(Path.Combine(Repository.Root, "tests", "FlumeSharp.Sources.Tests", "Syslog", "Golden", file)))
        .Select(static line => JsonDocument.Parse(line).RootElement)
        .Select(static json => new TestCaseData(json).SetArgDisplayNames($"{json.GetProperty("id")} {json.GetProperty("jvmTimeZone")} {json.GetProperty("note")}"));

    [TestCaseSource(nameof(Cases))]
    public void It_comes_out_as_in_Flume(JsonElement json)
    {
        var input = json.GetProperty("input64").GetBytesFromBase64();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(json.GetProperty("jvmTimeZone").GetString()!);
        var now = DateTimeOffset.Parse(Text(json, "clock") ?? "2026-11-24T12:00:00Z", CultureInfo.InvariantCulture);
        var isDependent = json.TryGetProperty("dependsOnNow", out _);
        var parser = Text(json, "parser")!;

        var events = Read(parser, json, input, new SyslogClock(now, zone));

        var expected = json.TryGetProperty("output", out var output)
            ? output.EnumerateArray().Select(item => Line(
                item.GetProperty("headers").EnumerateObject().Select(static h => KeyValuePair.Create(h.Name, h.Value.GetString())), item.GetProperty("body64").GetString()!, isDependent)).ToList()
            : parser == "udp" || input.Length == 0 ? []
            : [Line([KeyValuePair.Create(SyslogHeaders.Status, (string?)SyslogHeaders.Invalid)], Convert.ToBase64String(input), isDependent)];
        events.Select(item => Line(item.Headers, Convert.ToBase64String(item.Body.Span), isDependent)).Should().Equal(expected);
    }

    [Test]
    public void Cases_that_lose_their_neighbours_in_Flume_are_the_known_ones() => Cases
        .Select(static data => (JsonElement)data.Arguments[0]!)
        .Where(static json => Text(json, "parser") == "multiport" && Text(json, "exception") is { } thrown && !thrown.Contains("IllegalArgumentException", StringComparison.Ordinal) && !thrown.Contains("NumberFormat", StringComparison.Ordinal))
        .Select(static json => Text(json, "id")!)
        .Distinct()
        .Where(static id => id != "sys142") // an empty line, which makes no event here
        .Should().BeSubsetOf(Different.Keys);

    private static List<Event> Read(string kind, JsonElement json, byte[] input, SyslogClock clock)
    {
        var options = new SyslogOptions { KeepFields = Text(json, "keepFields") };
        SyslogParser parser = kind == "multiport"
            ? new MultiportParser(options.SettingsFor(new MultiportGrammar()), SyslogCharset.Find("UTF-8")!)
            : new LineParser(options.SettingsFor(new LineGrammar(), FormatOf(json)));
        parser.Begin(clock);
        if (kind != "tcp")
        {
            var message = kind == "udp" ? SyslogDatagrams.MessageOf(input, isStrict: false).ToArray() : input;
            return message.Length == 0 ? [] : [parser.Parse(message, false, [])];
        }

        var eventSize = json.TryGetProperty("eventSize", out var size) ? size.GetInt32() : 2500;
        var frames = new List<Frame>();
        new SyslogSplitter(eventSize, SyslogFraming.Lf, isLineEndAllowedInPriority: true, isReturnStripped: false).Split(input, frames);
        return [.. frames.Select(frame => parser.Parse(input.AsMemory(frame.Start, frame.Length), frame.IsCut, []))];
    }

    private static SyslogFormat? FormatOf(JsonElement json) => !json.TryGetProperty("format", out var format) ? null : SyslogFormat.Create(
        new SyslogFormatOptions { Pattern = Text(format, "regex"), Search = Text(format, "search"), Replace = Text(format, "replace"), DateFormat = Text(format, "dateFormat") },
        new LocalClock(TimeZoneInfo.FindSystemTimeZoneById(json.GetProperty("jvmTimeZone").GetString()!)));

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Line(IEnumerable<KeyValuePair<string, string?>> headers, string body64, bool isDependent) => string.Join(
        ' ', headers.Where(h => !isDependent || h.Key != "timestamp").OrderBy(static h => h.Key, StringComparer.Ordinal).Select(static h => $"{h.Key}={h.Value}").Append(body64));

    private sealed class LocalClock(TimeZoneInfo zone) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => zone;
    }
}
