using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>A folder, a channel, and sources that are made from keys as a configuration has them.</summary>
internal sealed class SpoolHost : IDisposable
{
    private static readonly ComponentRegistry _registry = new(typeof(IComponent).Assembly, typeof(SpoolDirectorySource).Assembly);

    public TestHost Host { get; } = new();

    public TempFolder Folder { get; } = new();

    public ListChannel Channel { get; } = new();

    public string Spool => Folder.File("spool");

    public SpoolDirectoryCounters Counters => Host.Metrics.Groups.OfType<SpoolDirectoryCounters>().Single();

    public IEnumerable<string> Bodies => Channel.Snapshot().Select(static item => item.Text());

    public IEnumerable<string> Messages => Host.Logs.GetSnapshot().Select(static entry => entry.Message);

    public static ComponentRegistry Registry => _registry;

    public static SpoolDirectorySourceOptions Bind(IEnumerable<KeyValuePair<string, string>> keys)
    {
        var bound = OptionsBinder.Bind(
            typeof(SpoolDirectorySourceOptions),
            ComponentProperties.Create("a1.sources.r1", keys),
            new BindingScope("source 'r1' (spooldir)", null, _registry, static key => key is "type" or "channels"));
        bound.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error).Should().BeEmpty();
        return (SpoolDirectorySourceOptions)bound.Options!;
    }

    /// <summary>A file of the directory, written in one step as it should be.</summary>
    public string Write(string name, string text, DateTime? changed = null) => Write(name, System.Text.Encoding.UTF8.GetBytes(text), changed);

    public string Write(string name, byte[] bytes, DateTime? changed = null)
    {
        var path = Path.Combine(Spool, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var hidden = Folder.File($"writing-{Guid.NewGuid():N}");
        File.WriteAllBytes(hidden, bytes);
        if (changed is { } time)
        {
            File.SetLastWriteTimeUtc(hidden, time);
        }

        File.Move(hidden, path);
        return path;
    }

    public SpoolDirectorySource Create(IChannel channel, (string Key, string Value)[] keys, params IInterceptor[] interceptors)
    {
        Directory.CreateDirectory(Spool);
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["spoolDir"] = Spool, ["pollDelay"] = "10", ["maxBackoff"] = "10" };
        foreach (var (key, value) in keys)
        {
            all[key] = value;
        }

        return new SpoolDirectorySource(Bind(all), Host.Source(channel, "r1", interceptors));
    }

    public async Task<SpoolDirectorySource> StartAsync(params (string Key, string Value)[] keys)
    {
        var source = Create(Channel, keys);
        await source.StartAsync(CancellationToken.None);
        return source;
    }

    public Task ArrivedAsync(int events) => Eventually.IsTrue(() => Channel.EventCount >= events, $"{events} events arrive");

    public Task CompletedAsync(int files) => Eventually.IsTrue(() => Counters.FilesCompleted.Count >= files, $"{files} files are completed");

    public Task SaysAsync(string text) => Eventually.IsTrue(() => Messages.Any(message => message.Contains(text, StringComparison.Ordinal)), $"the log says '{text}'");

    public bool Has(string name) => File.Exists(Path.Combine(Spool, name));

    public void Dispose() => Folder.Dispose();
}
