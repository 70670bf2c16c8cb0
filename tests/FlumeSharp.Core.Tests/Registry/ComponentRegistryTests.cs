using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Runtime;
using FlumeSharp.TestKit;

namespace FlumeSharp.Registry;

public sealed class ComponentRegistryTests
{
    private static readonly ComponentRegistry _registry = new(typeof(ProbeSource).Assembly);

    [TestCase("probe")]
    [TestCase("PROBE")]
    [TestCase("org.example.ProbeSource")]
    [TestCase("org.example.ProbeSource$Builder")]
    [TestCase("FlumeSharp.Runtime.ProbeSource")]
    [TestCase("FlumeSharp.Runtime.ProbeSource, FlumeSharp.Core.Tests")]
    [TestCase("FlumeSharp.Runtime.ProbeSource, FlumeSharp.Core.Tests, Version=1.0.0.0")]
    public void Types_are_found_by_each_of_their_names(string name) => _registry.Find(ComponentKind.Source, name)!.Type.Should().Be<ProbeSource>();

    [TestCase("porbe")]
    [TestCase("org.example.probesource")]
    [TestCase("FlumeSharp.Runtime.ProbeSource, Elsewhere")]
    [TestCase("")]
    public void Other_names_lead_nowhere(string name) => _registry.Find(ComponentKind.Source, name).Should().BeNull();

    [Test]
    public void One_alias_may_stand_for_several_kinds()
    {
        _registry.Find(ComponentKind.Sink, "probe")!.Type.Should().Be<ProbeSink>();
        _registry.Find(ComponentKind.Channel, "probe")!.Type.Should().Be<ProbeChannel>();
    }

    [Test]
    public void Near_names_are_suggested() => _registry.Suggest(ComponentKind.Source, "porbe").Should().Equal("probe");

    [Test]
    public void Two_types_of_one_name_are_an_error_that_names_both()
    {
        var add = () => new ComponentRegistry(typeof(ProbeSource).Assembly).AddAssembly(typeof(ProbeSource).Assembly, "my-plugin");

        add.Should().Throw<FlumeException>().WithMessage("*built-in*my-plugin*");
    }

    [Test]
    public void The_options_class_is_the_constructors()
    {
        _registry.Find(ComponentKind.Sink, "probe")!.Options!.OptionsType.Should().Be<ProbeSinkOptions>();
        _registry.Find(ComponentKind.Channel, "probe")!.Options.Should().BeNull();
    }

    [Test]
    public void What_a_constructor_cannot_get_is_named()
    {
        var descriptor = _registry.Find(ComponentKind.Sink, "probe")!;

        var create = () => new ComponentActivator(NoServices.Instance).Create<ProbeSink>(descriptor, new ProbeSinkOptions());

        create.Should().Throw<FlumeException>().WithMessage("FlumeSharp.Runtime.ProbeSink asks for 'context', a SinkContext, which a sink does not get; its constructor may take*");
    }

    [Test]
    public void Components_get_options_context_and_services()
    {
        var host = new TestHost().Add(new Journal());
        var descriptor = _registry.Find(ComponentKind.Sink, "probe")!;

        var sink = host.Activator.Create<ProbeSink>(descriptor, new ProbeSinkOptions { Batch = 5 }, host.Sink(new ListChannel(), "k9"));

        sink.Name.Should().Be("k9");
    }

    [Test]
    public void A_component_of_the_wrong_kind_is_refused()
    {
        var host = new TestHost().Add(new Journal());
        var reference = new ComponentReference(_registry.Find(ComponentKind.Channel, "probe")!, null);

        var create = () => host.Activator.Create<FlumeSharp.Sinks.ISink>(reference, host.Channel());

        create.Should().Throw<FlumeException>();
    }
}
