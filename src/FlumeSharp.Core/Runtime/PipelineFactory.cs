using System.Collections.Immutable;
using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Sinks;
using FlumeSharp.Sources;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

// Makes components from their plans. What cannot be made is logged and left out, as Flume leaves out what fails to configure; a reload asks
// for the exception instead.
internal sealed class PipelineFactory(string agentName, PipelineServices services, bool throws = false)
{
    private readonly ILogger _logger = services.LoggerFactory.CreateLogger("FlumeSharp.Runtime");

    public ChannelNode? CreateChannel(ChannelPlan plan) => Guard(plan, () =>
    {
        var channel = services.Activator.Create<IChannel>(plan.Descriptor, plan.Options, ContextFor(plan));
        return new ChannelNode(plan, channel, Supervise(channel, plan));
    });

    public SourceNode? CreateSource(SourcePlan plan, IReadOnlyDictionary<string, ChannelNode> channels) =>
        CreateRoute(plan, channels) is { } route ? CreateSource(plan, route, channels) : null;

    public SourceRoute? CreateRoute(SourcePlan plan, IReadOnlyDictionary<string, ChannelNode> channels, SourceNode? before = null) => Guard(plan, () =>
    {
        var selector = services.Activator.Create<IChannelSelector>(
            plan.Selector, new SelectorContext(plan.Name, [.. plan.Channels.Select(name => channels[name].Channel)]));
        var interceptors = plan.Interceptors.Select(interceptor => before?.Find(interceptor) ?? CreateInterceptor(interceptor, plan)).ToImmutableArray();
        return new SourceRoute(new ChannelProcessor(selector, interceptors, _logger), interceptors);
    });

    public SourceNode? CreateSource(SourcePlan plan, SourceRoute route, IReadOnlyDictionary<string, ChannelNode> channels) => Guard(plan, () =>
    {
        var processor = new SwitchableProcessor(route.Processor, _logger);
        var source = services.Activator.Create<ISource>(plan.Descriptor, plan.Options, new SourceContext(ContextFor(plan), processor));
        var runner = source is IPollableSource pollable ? new PollableSourceRunner(pollable, services.TimeProvider, _logger) : null;
        var own = plan.Channels.Select(name => channels[name]).ToImmutableArray();
        return new SourceNode(plan, source, Supervise(source, plan), processor, route, own, runner, services.TimeProvider, _logger);
    });

    public SinkRunnerNode? CreateSinkRunner(SinkRunnerPlan plan, IReadOnlyDictionary<string, ChannelNode> channels, bool drains) =>
        CreateSinkRunner(plan, plan.Sinks.Select(sink => CreateSink(sink, channels[sink.Channel])).OfType<SinkNode>().ToImmutableArray(), drains);

    public SinkRunnerNode? CreateSinkRunner(SinkRunnerPlan plan, ImmutableArray<SinkNode> nodes, bool drains)
    {
        if (nodes.IsEmpty)
        {
            return null;
        }

        return Guard(plan.Sinks[0], () =>
        {
            IReadOnlyList<ISink> sinks = [.. nodes.Select(static node => node.Sink)];
            var processor = services.Activator.Create<ISinkProcessor>(plan.Processor, sinks);
            var own = nodes.Select(static node => node.Channel.Channel).Distinct().ToList();
            return new SinkRunnerNode(plan, nodes, new SinkRunner(plan.Name, processor, own, drains, services.TimeProvider, _logger));
        });
    }

    public SinkNode? CreateSink(SinkPlan plan, ChannelNode channel) => Guard(plan, () =>
    {
        var sink = services.Activator.Create<ISink>(plan.Descriptor, plan.Options, new SinkContext(ContextFor(plan), channel.Channel));
        return new SinkNode(plan, sink, Supervise(sink, plan), channel);
    });

    private IInterceptor CreateInterceptor(InterceptorPlan plan, SourcePlan source) => services.Activator.Create<IInterceptor>(
        plan.Component, new InterceptorContext(ContextFor(plan.Name, ComponentKind.Interceptor, plan.Component.Descriptor), source.Name));

    private ComponentContext ContextFor(ComponentPlan plan) => ContextFor(plan.Name, plan.Kind, plan.Descriptor);

    private ComponentContext ContextFor(string name, ComponentKind kind, ComponentDescriptor descriptor) => new()
    {
        AgentName = agentName,
        Name = name,
        Kind = kind,
        Logger = LoggerFor(descriptor),
        LoggerFactory = services.LoggerFactory,
        TimeProvider = services.TimeProvider,
        Metrics = services.Metrics,
        Activator = services.Activator,
    };

    // Java's class name is the category, so that an operator's log filters go on working.
    private ILogger LoggerFor(ComponentDescriptor descriptor) =>
        services.LoggerFactory.CreateLogger(descriptor.JavaClasses.FirstOrDefault() ?? descriptor.Type.FullName ?? descriptor.DisplayName);

    private SupervisedComponent Supervise(IComponent component, ComponentPlan plan) => new(component, plan, services.TimeProvider, _logger);

    private T? Guard<T>(ComponentPlan plan, Func<T> create)
        where T : class
    {
        try
        {
            return create();
        }
        catch (Exception failure) when (throws)
        {
            throw new FlumeException($"{PlanBinder.Label(plan)} cannot be made: {failure.Message}", failure);
        }
        catch (Exception failure)
        {
            Log.CreationFailed(_logger, failure, plan.Kind, plan.Name);
            return null;
        }
    }
}
