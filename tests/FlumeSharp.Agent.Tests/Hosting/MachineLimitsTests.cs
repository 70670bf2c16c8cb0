using FlumeSharp.Agent.Commands;

namespace FlumeSharp.Agent.Hosting;

public sealed class MachineLimitsTests
{
    [TestCase("-Xmx512m", 512L << 20)]
    [TestCase("-Xmx2G", 2L << 30)]
    [TestCase("-Xmx65536k", 64L << 20)]
    [TestCase("-Xmx1048576", 1L << 20)]
    public void The_heap_of_a_JVM_is_the_limit(string flag, long bytes) =>
        MachineLimits.From(new AgentArguments { JvmFlags = ["-Xms1g", flag] }).MemoryLimit.Should().Be(bytes);

    [TestCase("-Xmx")]
    [TestCase("-Xmxlots")]
    [TestCase("-Xmx0")]
    [TestCase("-Xmx99999999999t")]
    public void Without_a_usable_one_it_is_the_machine(string flag) =>
        MachineLimits.From(new AgentArguments { JvmFlags = [flag] }).Should().Be(Runtime.AgentResources.Detect());
}
