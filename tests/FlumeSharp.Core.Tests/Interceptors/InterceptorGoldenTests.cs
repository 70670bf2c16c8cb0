using System.Text.Json;
using System.Text.RegularExpressions;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>What Java Flume's interceptors made of events, from the same keys.</summary>
public sealed partial class InterceptorGoldenTests
{
    private static readonly string File = Path.Combine(TestKit.Repository.Root, "tests", "FlumeSharp.Core.Tests", "Interceptors", "Golden", "interceptors.ndjson");

    // Where FlumeSharp takes what Flume refuses.
    private static readonly string[] AcceptedHere = ["int007"];

    public static IEnumerable<TestCaseData> Cases() => System.IO.File.ReadLines(File).Select(static line => JsonDocument.Parse(line).RootElement)
        .Select(static c => new TestCaseData(c).SetArgDisplayNames(c.GetProperty("id").GetString()!, c.GetProperty("note").GetString()!));

    [Test]
    public void All_cases_are_there() => Cases().Should().HaveCount(91);

    [TestCaseSource(nameof(Cases))]
    public void Works_like_Flume(JsonElement golden)
    {
        var host = new TestHost(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero)));
        var isConfigured = golden.TryGetProperty("configured", out _) || AcceptedHere.Contains(golden.GetProperty("id").GetString());

        var interceptors = Make(host, Properties(golden));

        (interceptors is not null).Should().Be(isConfigured);
        if (interceptors is null)
        {
            return;
        }

        var batch = ConfiguredInterceptors.Batch([.. golden.GetProperty("events").EnumerateArray().Select(EventOf)]);
        var run = () => interceptors.ForEach(interceptor => interceptor.Intercept(batch));
        if (golden.TryGetProperty("output", out var output))
        {
            run();
            batch.Events.ToArray().Select(Text).Should().Equal(output.EnumerateArray().Select(EventOf).Select(Text), Same);
        }
        else if (isConfigured && golden.TryGetProperty("configured", out _))
        {
            run.Should().Throw<Exception>();
        }
    }

    // Flume's table was made behind its reader of files, which trims values.
    private static ComponentProperties Properties(JsonElement golden) => ComponentProperties.Create(
        "a1.sources.r1", golden.GetProperty("config").EnumerateObject().Select(static p => KeyValuePair.Create(p.Name, p.Value.GetString()!)));

    // Null when one of them cannot be made, which removes the source.
    private static List<IInterceptor>? Make(TestHost host, ComponentProperties properties)
    {
        var made = new List<IInterceptor>();
        foreach (var name in JavaConvert.SplitOnBlanks(properties["interceptors"]!))
        {
            var own = properties.WithPrefix($"interceptors.{name}.");
            if (own["type"] is not { } type || ConfiguredInterceptors.Registry.Find(ComponentKind.Interceptor, type) is not { } descriptor
                || ConfiguredInterceptors.Bind(type, own) is not { Options: { } options })
            {
                return null;
            }

            made.Add(host.Activator.Create<IInterceptor>(descriptor, options, host.Interceptor(name)));
        }

        return made;
    }

    private static Event EventOf(JsonElement json) => new(
        json.GetProperty("body64").GetBytesFromBase64(), EventHeaders.Create([.. json.GetProperty("headers").EnumerateObject().Select(static h => KeyValuePair.Create(h.Name, h.Value.GetString()))]));

    // The tables list headers by name.
    private static string Text(Event item) =>
        $"{string.Join(", ", item.Headers.OrderBy(static h => h.Key, StringComparer.Ordinal).Select(static h => $"{h.Key}={h.Value ?? "null"}"))} {Convert.ToBase64String(item.Body.Span)}";

    private static bool Same(string actual, string expected) => expected.Contains("@UUID4@", StringComparison.Ordinal)
        ? Regex.IsMatch(actual, $"^{Regex.Escape(expected).Replace("@UUID4@", Uuid4().ToString(), StringComparison.Ordinal)}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
        : actual == expected;

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Uuid4();
}
