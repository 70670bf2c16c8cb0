using FlumeSharp.Sources.Sequence;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources;

public sealed class LifecycleTests : RegistryLifecycleTests<SequenceSource>;
