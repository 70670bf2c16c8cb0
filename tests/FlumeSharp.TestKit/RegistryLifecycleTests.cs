using System.Globalization;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Metrics;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.TestKit;

/// <summary>
/// The life that <see cref="IComponent"/> promises, for every source, channel and sink that an assembly registers: a new component is
/// under test as soon as it has its attribute. One that has required keys, or that must not use its default port, gets its keys from
/// <c>Samples/&lt;alias&gt;.properties</c> beside the tests (keys after the component's name; <c>${temp}</c> is a folder of the test's own).
/// </summary>
/// <typeparam name="TAnchor">Any type of the assembly.</typeparam>
public abstract class RegistryLifecycleTests<TAnchor>
{
    private static readonly ComponentRegistry _registry = typeof(TAnchor).Assembly == typeof(IComponent).Assembly
        ? new ComponentRegistry(typeof(TAnchor).Assembly)
        : new ComponentRegistry(typeof(IComponent).Assembly, typeof(TAnchor).Assembly);

    private TempFolder _temp = null!;
    private TestHost _host = null!;

    [SetUp]
    public void MakeHost()
    {
        _temp = new TempFolder();
        _host = new TestHost();
    }

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    [TestCaseSource(nameof(Components))]
    public void Options_bind_from_the_sample_without_a_problem(ComponentDescriptor component) => Bind(component).Problems.Should().BeEmpty();

    [TestCaseSource(nameof(Components))]
    public void Defaults_written_out_bind_to_themselves(ComponentDescriptor component)
    {
        if (component.Options is not { } schema)
        {
            return;
        }

        var defaults = Activator.CreateInstance(schema.OptionsType)!;
        var written = schema.Options
            .Select(option => (option, Text: Write(option, option.GetValue(defaults))))
            .Where(pair => !string.IsNullOrEmpty(pair.Text))
            .ToDictionary(pair => pair.option, pair => pair.Text!);

        // Keys below a prefix may be required too; only what has a default is left out.
        var required = Sample(component).Where(pair => schema.Options.All(o => o.Attribute.Required || o.Attribute.Key != pair.Key));

        var bound = Bind(component, [.. written.Select(pair => KeyValuePair.Create(pair.Key.Attribute.Key, pair.Value)), .. required]);

        bound.Problems.Where(problem => problem.Severity != ProblemSeverity.Info).Should().BeEmpty();
        foreach (var option in written.Keys.Where(option => !option.Attribute.Required))
        {
            option.GetValue(bound.Options!).Should().BeEquivalentTo(option.GetValue(defaults), option.Attribute.Key);
        }
    }

    [TestCaseSource(nameof(Components))]
    public async Task Constructors_open_nothing(ComponentDescriptor component)
    {
        await Create(component).DisposeAsync();
        var before = OpenFiles();

        await using var made = Create(component);

        OpenFiles().Should().BeLessThanOrEqualTo(before);
        Directory.EnumerateFileSystemEntries(_temp.Path).Should().BeEmpty();
        made.State.Should().Be(LifecycleState.Idle);
        made.Name.Should().Be("x1");
    }

    [TestCaseSource(nameof(Components))]
    public async Task Components_stop_without_a_start(ComponentDescriptor component)
    {
        await using var made = Create(component);

        await made.StopAsync(CancellationToken.None);

        made.State.Should().Be(LifecycleState.Stopped);
    }

    [TestCaseSource(nameof(Components))]
    public async Task Starting_and_stopping_twice_is_as_good_as_once(ComponentDescriptor component)
    {
        await using var made = Create(component);

        await made.StartAsync(CancellationToken.None);
        await made.StartAsync(CancellationToken.None);
        made.State.Should().Be(LifecycleState.Started);
        await made.StopAsync(CancellationToken.None);
        await made.StopAsync(CancellationToken.None);

        made.State.Should().Be(LifecycleState.Stopped);
    }

    [TestCaseSource(nameof(Components))]
    public async Task Stopped_components_do_not_start_again(ComponentDescriptor component)
    {
        await using var made = Create(component);
        await made.StartAsync(CancellationToken.None);
        await made.StopAsync(CancellationToken.None);

        await made.Awaiting(m => m.StartAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<InvalidOperationException>();
    }

    [TestCaseSource(nameof(Components))]
    public async Task Disposing_stops_what_runs_and_may_be_done_twice(ComponentDescriptor component)
    {
        var made = Create(component);
        await made.StartAsync(CancellationToken.None);

        await made.DisposeAsync();
        await made.DisposeAsync();

        made.State.Should().Be(LifecycleState.Stopped);
    }

    [TestCaseSource(nameof(Components))]
    public async Task A_second_instance_takes_over_from_the_first(ComponentDescriptor component)
    {
        await using var first = Create(component);
        await first.StartAsync(CancellationToken.None);
        await first.StopAsync(CancellationToken.None);

        await using var second = Create(component);
        await second.StartAsync(CancellationToken.None);

        second.State.Should().Be(LifecycleState.Started);
    }

    [TestCaseSource(nameof(Components))]
    public async Task Counters_are_registered_under_flumes_type_and_names(ComponentDescriptor component)
    {
        await using var made = Create(component);
        var group = _host.Metrics.Groups.Should().ContainSingle().Subject;
        group.StartTime.Should().Be(0);

        await made.StartAsync(CancellationToken.None);
        await made.StopAsync(CancellationToken.None);

        group.Type.Should().Be(component.Kind.ToString().ToUpperInvariant());
        group.Component.Should().Be("x1");
        group.StartTime.Should().BePositive();
        group.StopTime.Should().BeGreaterThanOrEqualTo(group.StartTime);
        group.Metrics.Select(metric => metric.Name).Should().OnlyHaveUniqueItems().And.Contain(FlumeNames(component.Kind));
    }

    protected static IEnumerable<TestCaseData> Components() => _registry.All
        .Where(component => component.Type.Assembly == typeof(TAnchor).Assembly
            && component.Kind is ComponentKind.Source or ComponentKind.Channel or ComponentKind.Sink)
        .Select(component => new TestCaseData(component).SetArgDisplayNames(component.DisplayName));

    /// <summary>Adds services that components of this assembly ask for.</summary>
    protected virtual void AddServices(TestHost host)
    {
    }

    private static IEnumerable<string> FlumeNames(ComponentKind kind)
    {
        CounterGroup flume = kind switch
        {
            ComponentKind.Source => new SourceCounters("x"),
            ComponentKind.Channel => new ChannelCounters("x"),
            _ => new SinkCounters("x"),
        };
        return flume.Metrics.Select(metric => metric.Name);
    }

    private static string? Write(OptionDescriptor option, object? value) => value switch
    {
        null => null,
        TimeSpan span => ((long)(span / option.Attribute.Unit switch
        {
            TimeUnit.Milliseconds => TimeSpan.FromMilliseconds(1),
            TimeUnit.Seconds => TimeSpan.FromSeconds(1),
            _ => TimeSpan.FromMinutes(1),
        })).ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        string text => text,
        IEnumerable<string> list => string.Join(' ', list),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    // Sockets, files, pipes: whatever the process holds. Where the system cannot tell, nothing is checked.
    private static int OpenFiles() => Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0;

    private BindingResult Bind(ComponentDescriptor component) => Bind(component, Sample(component));

    private BindingResult Bind(ComponentDescriptor component, IEnumerable<KeyValuePair<string, string>> keys) => OptionsBinder.Bind(
        component.Options?.OptionsType,
        ComponentProperties.Create("a1.things.x1", keys),
        new BindingScope($"{component.Kind} 'x1' ({component.DisplayName})", null, _registry, static _ => false));

    private List<KeyValuePair<string, string>> Sample(ComponentDescriptor component)
    {
        var file = Path.Combine(Repository.Root, "tests", GetType().Assembly.GetName().Name!, "Samples", $"{component.Alias}.properties");
        if (!File.Exists(file))
        {
            return [];
        }

        return [.. PropertiesReader.Read(file, File.ReadAllBytes(file)).Entries
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Replace("${temp}", _temp.Path, StringComparison.Ordinal)))];
    }

    private IComponent Create(ComponentDescriptor component)
    {
        AddServices(_host);
        var bound = Bind(component);
        bound.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Should().BeEmpty();
        ComponentContext context = component.Kind switch
        {
            ComponentKind.Source => _host.Source(new ListChannel(), "x1"),
            ComponentKind.Channel => _host.Channel("x1"),
            _ => _host.Sink(new ListChannel(), "x1"),
        };
        return _host.Activator.Create<IComponent>(component, bound.Options, context);
    }
}
