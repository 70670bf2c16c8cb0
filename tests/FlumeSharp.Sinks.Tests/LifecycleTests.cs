using FlumeSharp.Sinks.Null;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sinks;

public sealed class LifecycleTests : RegistryLifecycleTests<NullSink>;
