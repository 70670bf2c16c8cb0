using System.Collections.Immutable;
using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Runtime;
using FlumeSharp.Sinks;
using FlumeSharp.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace FlumeSharp.TestKit;

/// <summary>Everything a component under test needs from its host: contexts, a clock, counters, and a log that can be read back.</summary>
public sealed class TestHost : IServiceProvider
{
    private readonly Dictionary<Type, object> _services = [];

    public TestHost(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        LoggerFactory = Microsoft.Extensions.Logging.LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Logs)));
        Activator = new ComponentActivator(this);
        Add(Time);
        Add(new AgentResources(1L << 30));
        Add(LoggerFactory);
        Add(Activator);
    }

    public TimeProvider Time { get; }

    public FakeLogCollector Logs { get; } = FakeLogCollector.Create(new FakeLogCollectorOptions());

    public ILoggerFactory LoggerFactory { get; }

    public MetricsRegistry Metrics { get; } = new();

    public ComponentActivator Activator { get; }

    /// <summary>Adds a service that components may ask for.</summary>
    public TestHost Add<T>(T service)
        where T : class
    {
        _services[typeof(T)] = service;
        return this;
    }

    public object? GetService(Type serviceType) => _services.GetValueOrDefault(serviceType);

    public ComponentContext Channel(string name = "c1") => Context(ComponentKind.Channel, name);

    public SinkContext Sink(IChannel channel, string name = "k1") => new(Context(ComponentKind.Sink, name), channel);

    public SourceContext Source(IChannel channel, string name = "r1", params IInterceptor[] interceptors) =>
        Source(new ReplicatingSelector(new ReplicatingSelectorOptions(), new SelectorContext(name, [channel])), name, interceptors);

    public SourceContext Source(IChannelSelector selector, string name = "r1", params IInterceptor[] interceptors) => new(
        Context(ComponentKind.Source, name), new ChannelProcessor(selector, [.. interceptors], LoggerFactory.CreateLogger("processor")));

    public InterceptorContext Interceptor(string name = "i1", string source = "r1") => new(Context(ComponentKind.Interceptor, name), source);

    private ComponentContext Context(ComponentKind kind, string name) => new()
    {
        AgentName = "a1",
        Name = name,
        Kind = kind,
        Logger = LoggerFactory.CreateLogger(name),
        LoggerFactory = LoggerFactory,
        TimeProvider = Time,
        Metrics = Metrics,
        Activator = Activator,
    };
}
