using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Channels.Memory;

public sealed class MemoryChannelOptionsTests
{
    [Test]
    public void Every_key_is_read()
    {
        var (options, problems) = Bind(
            ("capacity", "1000"), ("transactionCapacity", " 200 "), ("keep-alive", "7"), ("byteCapacity", "123456789012"), ("byteCapacityBufferPercentage", "5"));

        problems.Should().BeEmpty();
        options.Should().BeEquivalentTo(new MemoryChannelOptions
        {
            Capacity = 1000,
            TransactionCapacity = 200,
            KeepAlive = TimeSpan.FromSeconds(7),
            ByteCapacity = 123_456_789_012,
            ByteCapacityBufferPercentage = 5,
        });
    }

    [Test]
    public void Defaults_are_flumes()
    {
        var (options, _) = Bind();

        options.Should().BeEquivalentTo(new { Capacity = 100, TransactionCapacity = 100, KeepAlive = TimeSpan.FromSeconds(3), ByteCapacity = (long?)null, ByteCapacityBufferPercentage = 20 });
    }

    [TestCase("capacity", "abc")]
    [TestCase("capacity", "0")]
    [TestCase("capacity", "-1")]
    [TestCase("capacity", "10k")]
    [TestCase("transactionCapacity", "1_0")]
    [TestCase("transactionCapacity", "0")]
    [TestCase("keep-alive", "3s")]
    [TestCase("byteCapacity", "2GB")]
    [TestCase("byteCapacityBufferPercentage", "20%")]
    public void Junk_is_replaced_by_the_default_with_a_warning(string key, string value)
    {
        var (options, problems) = Bind((key, value));

        options.Should().BeEquivalentTo(new MemoryChannelOptions());
        problems.Should().ContainSingle().Which.Severity.Should().Be(ProblemSeverity.Warning);
    }

    [Test]
    public void Capacity_alone_below_the_default_of_transactions_is_an_error_as_in_flume()
    {
        var (options, problems) = Bind(("capacity", "50"));

        options.Should().BeNull();
        problems.Should().ContainSingle(problem => problem.Severity == ProblemSeverity.Error)
            .Which.Message.Should().Contain("Transaction Capacity of Memory Channel cannot be higher than the capacity.");
    }

    [TestCase("0")]
    [TestCase("-1")]
    public void No_byte_limit_is_told_to_the_planner_as_what_it_comes_to(string value)
    {
        var (options, _) = Bind(("byteCapacity", value));

        ((IHasByteCapacity)options!).ByteCapacity.Should().Be(214_748_364_700);
    }

    [TestCase("memory")]
    [TestCase("MEMORY")]
    [TestCase("org.apache.flume.channel.MemoryChannel")]
    public void The_type_is_found_by_each_of_its_names(string name) =>
        new ComponentRegistry(typeof(MemoryChannel).Assembly).Find(ComponentKind.Channel, name)!.Type.Should().Be<MemoryChannel>();

    private static (MemoryChannelOptions? Options, IReadOnlyList<ConfigurationProblem> Problems) Bind(params (string Key, string Value)[] keys)
    {
        var properties = ComponentProperties.Create("a1.channels.c1", keys.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
        var scope = new BindingScope("Channel 'c1' (memory)", null, new ComponentRegistry(), static _ => false);
        var result = OptionsBinder.Bind(typeof(MemoryChannelOptions), properties, scope);
        return ((MemoryChannelOptions?)result.Options, result.Problems);
    }
}
