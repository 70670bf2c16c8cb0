using System.Text.Json;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.TestKit;

namespace FlumeSharp.Core.Tests.Interceptors;

/// <summary>What Java Flume's interceptors made of events, from the same keys.</summary>
public sealed class InterceptorGoldenTests
{
    private static readonly string File = Path.Combine(TestKit.Repository.Root, "tests", "FlumeSharp.Core.Tests", "Interceptors", "Golden", "static-and-regex-filter.ndjson");

    public static IEnumerable<TestCaseData> Cases() => System.IO.File.ReadLines(File).Select(static line => JsonDocument.Parse(line).RootElement)
        .Select(static c => new TestCaseData(c).SetArgDisplayNames(c.GetProperty("id").GetString()!, c.GetProperty("note").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public void Works_like_Flume(JsonElement golden)
    {
        var keys = golden.GetProperty("config").EnumerateObject().Select(static p => $"a1.sources.r1.{p.Name} = {p.Value.GetString()!.Replace(@"\", @"\\", StringComparison.Ordinal)}");
        var configuration = FlumeConfiguration.Parse($"a1.sources = r1\na1.channels = c1\na1.channels.c1.type = memory\na1.sources.r1.type = seq\na1.sources.r1.channels = c1\n{string.Join('\n', keys)}\n");
        var registry = new ComponentRegistry(typeof(ChannelProcessor).Assembly);
        var properties = configuration.Agents["a1"].Sources.Single().Properties;
        var host = new TestHost();
        var batch = new EventBatch();
        foreach (var item in golden.GetProperty("events").EnumerateArray())
        {
            batch.Add(new Event(item.GetProperty("body64").GetBytesFromBase64(), EventHeaders.Create([.. item.GetProperty("headers").EnumerateObject().Select(static h => KeyValuePair.Create(h.Name, h.Value.GetString()))])));
        }

        foreach (var name in JavaConvert.SplitOnBlanks(properties["interceptors"]!))
        {
            var own = properties.WithPrefix($"interceptors.{name}.");
            var descriptor = registry.Find(Components.ComponentKind.Interceptor, own["type"]!)!;
            var bound = OptionsBinder.Bind(descriptor.Options!.OptionsType, own, new BindingScope("source 'r1'", null, registry, static key => key == "type"));
            if (golden.TryGetProperty("exception", out _))
            {
                bound.Options.Should().BeNull();
                return;
            }

            using var interceptor = host.Activator.Create<IInterceptor>(descriptor, bound.Options);
            interceptor.Intercept(batch);
        }

        batch.Events.ToArray().Select(static e => $"{e.Headers} {Convert.ToBase64String(e.Body.Span)}").Should().Equal(
            golden.GetProperty("output").EnumerateArray().Select(static e =>
                $"{{{string.Join(", ", e.GetProperty("headers").EnumerateObject().Select(static h => $"{h.Name}={h.Value.GetString() ?? "null"}"))}}} {e.GetProperty("body64").GetString()}"));
    }
}
