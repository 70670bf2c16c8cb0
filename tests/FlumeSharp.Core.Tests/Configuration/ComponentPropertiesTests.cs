namespace FlumeSharp.Configuration;

public sealed class ComponentPropertiesTests
{
    private static readonly ComponentProperties _sink = FlumeConfiguration.Parse(
        Samples.Complete + "a1.sinks.k1.serializer = text\na1.sinks.k1.serializer.appendNewline = false\na1.sinks.k1.serializer.a.b =  x y \na1.sinks.k1.Type = T\n")
        .Agents["a1"].Sinks[0].Properties;

    [Test]
    public void Keys_are_exact_and_in_file_order()
    {
        _sink.Keys.Should().Equal("type", "channel", "serializer", "serializer.appendNewline", "serializer.a.b", "Type");
        _sink["Type"].Should().Be("T");
        _sink["TYPE"].Should().BeNull();
        _sink.Count.Should().Be(6);
    }

    [Test]
    public void A_property_knows_its_key_value_and_place()
    {
        _sink.TryGet("serializer.a.b", out var property).Should().BeTrue();

        property.Should().Be(new ConfigurationProperty("a1.sinks.k1.serializer.a.b", "x y", new SourceLocation("flume.conf", Samples.NextLine + 2)) { Written = "x y" });
    }

    [Test]
    public void Inner_properties_lose_the_prefix_and_keep_their_place()
    {
        var serializer = _sink.WithPrefix("serializer.");

        serializer.Prefix.Should().Be("a1.sinks.k1.serializer");
        serializer.Keys.Should().Equal("appendNewline", "a.b");
        serializer.WithPrefix("a.").TryGet("b", out var property).Should().BeTrue();
        property!.Location.Line.Should().Be(Samples.NextLine + 2);
    }

    [Test]
    public void Properties_can_be_made_without_a_file()
    {
        var properties = ComponentProperties.Create("a1.sources.r1", [new("type", "seq"), new("channels", "c1  c2 c1")]);

        properties["type"].Should().Be("seq");
        properties.GetNames("channels").Should().Equal("c1", "c2");
        properties.GetNames("nope").Should().BeEmpty();
        ComponentProperties.Empty.Count.Should().Be(0);
    }
}
