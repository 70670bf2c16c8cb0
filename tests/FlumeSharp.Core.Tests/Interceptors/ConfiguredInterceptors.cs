using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.TestKit;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Interceptors made from lines of configuration, as the agent makes them.</summary>
internal static class ConfiguredInterceptors
{
    public static ComponentRegistry Registry { get; } = new(typeof(ChannelProcessor).Assembly);

    /// <summary>The interceptor of some lines such as <c>key = value</c>.</summary>
    public static T Make<T>(this TestHost host, string type, params string[] lines)
        where T : class, IInterceptor
    {
        var bound = Bind(type, lines);
        bound.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error).Should().BeEmpty();
        return host.Activator.Create<T>(Registry.Find(ComponentKind.Interceptor, type)!, bound.Options, host.Interceptor());
    }

    public static BindingResult Bind(string type, params string[] lines) => Bind(
        type, ComponentProperties.Create("a1.sources.r1.interceptors.i1", lines.Select(static line => line.Split(" = ", 2)).Select(static parts => KeyValuePair.Create(parts[0], parts[1]))));

    public static BindingResult Bind(string type, ComponentProperties properties) => OptionsBinder.Bind(
        Registry.Find(ComponentKind.Interceptor, type)!.Options?.OptionsType, properties, new BindingScope("interceptor 'i1'", null, Registry, static key => key == "type"));

    public static EventBatch Batch(params Event[] events)
    {
        var batch = new EventBatch();
        batch.AddRange(events);
        return batch;
    }

    public static Event WithHeaders(string body, params (string Name, string? Value)[] headers) => new(
        System.Text.Encoding.UTF8.GetBytes(body), EventHeaders.Create([.. headers.Select(static h => KeyValuePair.Create(h.Name, h.Value))]));

    /// <summary>The counter of the interceptor under test.</summary>
    public static long Count(this TestHost host, string name) =>
        (long)host.Metrics.Groups.Single(static group => group.Type == "INTERCEPTOR").Metrics.Single(metric => metric.Name == name).Value;
}
