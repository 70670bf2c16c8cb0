using FlumeSharp.Sinks;

namespace FlumeSharp.Runtime;

// A sink of a running pipeline.
internal sealed record SinkNode(SinkPlan Plan, ISink Sink, SupervisedComponent Supervisor, ChannelNode Channel);
