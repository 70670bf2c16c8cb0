using FlumeSharp.Channels;

namespace FlumeSharp.Runtime;

// A channel of a running pipeline.
internal sealed record ChannelNode(ChannelPlan Plan, IChannel Channel, SupervisedComponent Supervisor);
