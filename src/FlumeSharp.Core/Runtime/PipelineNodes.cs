using System.Collections.Immutable;

namespace FlumeSharp.Runtime;

// What a pipeline consists of at one moment.
internal sealed record PipelineNodes(
    PipelinePlan Plan, ImmutableArray<ChannelNode> Channels, ImmutableArray<SinkRunnerNode> Runners, ImmutableArray<SourceNode> Sources)
{
    public IEnumerable<SupervisedComponent> Supervisors =>
        Channels.Select(static node => node.Supervisor)
            .Concat(Runners.SelectMany(static node => node.Sinks).Select(static node => node.Supervisor))
            .Concat(Sources.Select(static node => node.Supervisor));
}
