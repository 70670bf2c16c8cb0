using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Metrics;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// Each interceptor on a batch of 100 events with three headers and a JSON body of about 200 bytes. The yardstick of those that look
/// into the body is <c>decode</c>: making a string of every body, which is the least that Flume does. Few short rounds: there are many
/// cases, and all of them must be run for a comparison.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(launchCount: 1, warmupCount: 3, iterationCount: 7)]
[IterationTime(300)]
public class InterceptorBenchmarks
{
    private const int Events = 100;
    private readonly EventBatch _batch = new(Events);
    private Event[] _events = [];
    private IInterceptor _interceptor = null!;

    /// <summary>The interceptor, and what it finds.</summary>
    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => Lines.Keys;

    private static Dictionary<string, string[]> Lines { get; } = new(StringComparer.Ordinal)
    {
        ["decode"] = [],
        ["timestamp"] = ["timestamp"],
        ["host"] = ["host", "useIP = false"],
        ["static"] = ["static", "key = dc", "value = NY"],
        ["uuid"] = ["uuid", "headerName = uuid"],
        ["remove_header"] = ["remove_header", "withName = type"],
        ["regex_filter keeps"] = ["regex_filter", "regex = lazy"],
        ["regex_filter drops"] = ["regex_filter", "regex = no such text"],
        ["regex_extractor"] = ["regex_extractor", "regex = \"status\":(\\d+)", "serializers = s", "serializers.s.name = status"],
        ["search_replace no match"] = ["search_replace", "searchPattern = password=\\w+", "replaceString = ?"],
        ["search_replace"] = ["search_replace", "searchPattern = (quick) (brown)", "replaceString = $2 $1"],
        ["json_extractor"] = ["json_extractor", "fields = status name", "fields.name = user.name"],
        ["mask no match"] = ["mask", "regex = \\d{12,}"],
        ["mask redact"] = ["mask", "regex = lazy"],
        ["mask hash"] = ["mask", "regex = lazy", "mode = hash", "hashKey = k"],
        ["rate_limit"] = ["rate_limit", "eventsPerSecond = 1000000000000"],
        ["dedupe"] = ["dedupe", "header = id"],
        ["sample by chance"] = ["sample", "rate = 0.5"],
        ["sample by header"] = ["sample", "rate = 0.5", "header = id"],
    };

    [GlobalSetup]
    public void Make()
    {
        _events = [.. Enumerable.Range(0, Events).Select(static i => new Event(
            Encoding.UTF8.GetBytes($$$"""{"user":{"name":"u{{{i}}}"},"status":200,"text":"{{{string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog. ", 4))[..150]}}}"}"""),
            EventHeaders.Create([new("host", "web01"), new("type", "access"), new("id", i.ToString(CultureInfo.InvariantCulture))])))];
        if (Lines[Case] is [var type, .. var keys])
        {
            _interceptor = Create(type, keys);
        }
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int Intercept()
    {
        _batch.Clear();
        foreach (var item in _events)
        {
            // An interceptor changes its events, so each round has its own.
            _batch.Add(new Event(item.Body, item.Headers));
        }

        if (_interceptor is null)
        {
            var length = 0;
            foreach (var item in _batch.Events)
            {
                length += Encoding.UTF8.GetString(item.Body.Span).Length;
            }

            return length;
        }

        _interceptor.Intercept(_batch);
        return _batch.Count;
    }

    private static IInterceptor Create(string type, string[] lines)
    {
        var registry = new ComponentRegistry(typeof(IInterceptor).Assembly);
        var descriptor = registry.Find(ComponentKind.Interceptor, type)!;
        var keys = lines.Select(static line => line.Split(" = ", 2)).Select(static parts => KeyValuePair.Create(parts[0], parts[1]));
        var bound = OptionsBinder.Bind(descriptor.Options?.OptionsType, ComponentProperties.Create("a1.sources.r1.interceptors.i1", keys), new BindingScope("i1", null, registry, static _ => false));
        var activator = new ComponentActivator(new Services());
        var context = new ComponentContext
        {
            AgentName = "a1",
            Name = "i1",
            Kind = ComponentKind.Interceptor,
            Logger = NullLogger.Instance,
            LoggerFactory = NullLoggerFactory.Instance,
            TimeProvider = TimeProvider.System,
            Metrics = new MetricsRegistry(),
            Activator = activator,
        };
        return activator.Create<IInterceptor>(descriptor, bound.Options, new InterceptorContext(context, "r1"));
    }

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(TimeProvider) ? TimeProvider.System : null;
    }
}
