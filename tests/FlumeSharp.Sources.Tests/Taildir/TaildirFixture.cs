using System.Text;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Taildir;

/// <summary>A taildir source that the test polls itself, a folder with logs, and a channel.</summary>
internal sealed class TaildirFixture : IAsyncDisposable
{
    private static readonly ComponentRegistry Registry = new(typeof(IComponent).Assembly, typeof(TaildirSource).Assembly);
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _keys;

    public TaildirFixture(TimeProvider? time = null, params (string Key, string Value)[] keys)
    {
        Host = new TestHost(time);
        Directory.CreateDirectory(Path("logs"));
        _keys = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["filegroups"] = "g1",
            ["filegroups.g1"] = Path("logs") + @"/.*\.log",
            ["positionFile"] = Path("pos.json"),
            ["watch"] = "false",
        };
        foreach (var (key, value) in keys)
        {
            _keys[key] = value.Replace("${dir}", _folder.Path, StringComparison.Ordinal);
        }
    }

    public TestHost Host { get; }

    public ListChannel Channel { get; } = new();

    public TaildirSource Source { get; private set; } = null!;

    public TaildirCounters Counters => Host.Metrics.Groups.OfType<TaildirCounters>().Last();

    /// <summary>The bodies delivered so far.</summary>
    public IEnumerable<string> Bodies => Channel.Snapshot().Select(static item => item.Text());

    public string Path(params string[] parts) => _folder.File(parts);

    public void Set(string key, string value) => _keys[key] = value;

    public void Write(string name, string text) => File.WriteAllText(Path("logs", name), text);

    public void Append(string name, string text)
    {
        using var file = new FileStream(Path("logs", name), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    public void Rename(string from, string to) => File.Move(Path("logs", from), Path("logs", to), overwrite: true);

    public void Delete(string name) => File.Delete(Path("logs", name));

    public string SavedPositions() => File.ReadAllText(Path("pos.json"));

    public TaildirSource Create(params IInterceptor[] interceptors)
    {
        var bound = OptionsBinder.Bind(
            typeof(TaildirSourceOptions), ComponentProperties.Create("a1.sources.r1", [.. _keys]), new BindingScope("source 'r1'", null, Registry, static _ => false));
        bound.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error).Should().BeEmpty();
        return Source = new TaildirSource((TaildirSourceOptions)bound.Options!, Host.Source(Channel, "r1", interceptors));
    }

    public async Task<TaildirSource> StartAsync(params IInterceptor[] interceptors)
    {
        await Create(interceptors).StartAsync(CancellationToken.None);
        return Source;
    }

    /// <summary>Polls until there is nothing more, or a channel refuses.</summary>
    public async Task<ProcessStatus> PollAsync()
    {
        ProcessStatus status;
        do
        {
            status = await Source.ProcessAsync(CancellationToken.None);
        }
        while (status == ProcessStatus.Ready);
        return status;
    }

    /// <summary>A stop in order and a start of another instance.</summary>
    public async Task RestartAsync()
    {
        await Source.StopAsync(CancellationToken.None);
        await StartAsync();
    }

    /// <summary>A start from positions that were saved before: what a kill leaves.</summary>
    public async Task RestartFromAsync(string positions)
    {
        await Source.StopAsync(CancellationToken.None);
        var saved = File.GetLastWriteTimeUtc(Path("pos.json"));
        await File.WriteAllTextAsync(Path("pos.json"), positions);
        File.SetLastWriteTimeUtc(Path("pos.json"), saved);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Source is not null)
        {
            await Source.DisposeAsync();
        }

        _folder.Dispose();
    }
}
