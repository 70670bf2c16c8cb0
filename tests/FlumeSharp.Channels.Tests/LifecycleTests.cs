using FlumeSharp.Channels.Memory;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels;

public sealed class LifecycleTests : RegistryLifecycleTests<MemoryChannel>;
