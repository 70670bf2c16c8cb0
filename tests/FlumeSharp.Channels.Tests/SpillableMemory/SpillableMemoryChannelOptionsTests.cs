using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Channels.SpillableMemory;

public sealed class SpillableMemoryChannelOptionsTests
{
    [Test]
    public void Every_key_is_read_the_file_channels_too()
    {
        var (options, problems) = Bind(
            ("memoryCapacity", "10"), ("overflowCapacity", "20000"), ("overflowTimeout", "7"), ("overflowDeactivationThreshold", "30"), ("byteCapacity", "123456789012"),
            ("byteCapacityBufferPercentage", "5"), ("avgEventSize", "100"), ("checkpointDir", "/c"), ("dataDirs", "/a,/b"), ("transactionCapacity", "500"), ("minimumRequiredSpace", "7"));

        problems.Should().BeEmpty();
        options.Should().BeEquivalentTo(new
        {
            MemoryCapacity = 10,
            OverflowCapacity = 20_000,
            OverflowTimeout = TimeSpan.FromSeconds(7),
            OverflowDeactivationThreshold = 30,
            ByteCapacity = 123_456_789_012,
            ByteCapacityBufferPercentage = 5,
            AvgEventSize = 100,
        });
        options!.DiskOptions.Should().BeEquivalentTo(new { CheckpointDir = "/c", DataDirs = "/a,/b", Capacity = 20_000, TransactionCapacity = 500, MinimumRequiredSpace = 7L, KeepAlive = TimeSpan.Zero });
        ((IHasTransactionCapacity)options).TransactionCapacity.Should().Be(500);
    }

    [Test]
    public void Defaults_are_flumes()
    {
        var (options, _) = Bind();

        options.Should().BeEquivalentTo(new
        {
            MemoryCapacity = 10_000,
            OverflowCapacity = 100_000_000,
            OverflowTimeout = TimeSpan.FromSeconds(3),
            OverflowDeactivationThreshold = 5,
            ByteCapacity = (long?)null,
            ByteCapacityBufferPercentage = 20,
            AvgEventSize = 500,
        });
        options!.DiskOptions.TransactionCapacity.Should().Be(10_000);
    }

    [TestCase("memoryCapacity", "-1")]
    [TestCase("memoryCapacity", "10k")]
    [TestCase("overflowCapacity", "-1")]
    [TestCase("overflowTimeout", "3s")]
    [TestCase("overflowDeactivationThreshold", "5%")]
    [TestCase("byteCapacity", "1G")]
    [TestCase("avgEventSize", "0")]
    public void Junk_is_replaced_by_the_default_with_a_warning(string key, string value)
    {
        var (options, problems) = Bind((key, value));

        options.Should().BeEquivalentTo(new SpillableMemoryChannelOptions());
        problems.Should().ContainSingle().Which.Severity.Should().Be(ProblemSeverity.Warning);
    }

    [TestCase("capacity", "5")]
    [TestCase("keep-alive", "5")]
    [TestCase("use-fast-replay", "true")]
    public void Keys_that_have_no_effect_are_explained(string key, string value)
    {
        var (options, problems) = Bind((key, value));

        options.Should().BeEquivalentTo(new SpillableMemoryChannelOptions());
        problems.Should().ContainSingle().Which.Severity.Should().Be(ProblemSeverity.Info);
    }

    [TestCase(0, 0, true, SpillableMemoryChannelOptions.DefaultOverflow)]
    [TestCase(0, 50_000, true, 50_000)]
    [TestCase(10, 0, false, 1_000_000)]
    public void Zero_turns_a_part_off_and_twice_zero_means_the_disk(int memory, int overflow, bool overflows, int onDisk)
    {
        var options = new SpillableMemoryChannelOptions { MemoryCapacity = memory, OverflowCapacity = overflow };

        options.Overflows.Should().Be(overflows);
        options.DiskCapacity.Should().Be(onDisk);
    }

    [TestCase("File Channel transaction capacity cannot be greater than the capacity of the channel.", "overflowCapacity", "100")]
    [TestCase("encryption", "encryption.activeKey", "key-0")]
    [TestCase("names a folder twice", "dataDirs", "/a,/a")]
    public void What_cannot_work_is_an_error_with_its_reason(string reason, params string[] keys)
    {
        var (options, problems) = Bind([.. keys.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        options.Should().BeNull();
        problems.Should().ContainSingle(problem => problem.Severity == ProblemSeverity.Error).Which.Message.Should().Contain(reason);
    }

    [TestCase("spillablememory")]
    [TestCase("SPILLABLEMEMORY")]
    [TestCase("org.apache.flume.channel.SpillableMemoryChannel")]
    public void The_type_is_found_by_each_of_its_names(string name) =>
        new ComponentRegistry(typeof(SpillableMemoryChannel).Assembly).Find(ComponentKind.Channel, name)!.Type.Should().Be<SpillableMemoryChannel>();

    private static (SpillableMemoryChannelOptions? Options, IReadOnlyList<ConfigurationProblem> Problems) Bind(params (string Key, string Value)[] keys)
    {
        var properties = ComponentProperties.Create("a1.channels.c1", keys.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
        var scope = new BindingScope("Channel 'c1' (spillablememory)", null, new ComponentRegistry(), static _ => false);
        var result = OptionsBinder.Bind(typeof(SpillableMemoryChannelOptions), properties, scope);
        return ((SpillableMemoryChannelOptions?)result.Options, result.Problems);
    }
}
