using System.Globalization;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Channels.File;

/// <summary>Random operations on a channel on a simulated disk, each checked against <see cref="ChannelModel"/>.</summary>
internal sealed class ModelRun : IAsyncDisposable
{
    private readonly Random _random;
    private readonly SimulatedDisk _disk;
    private readonly ChannelModel _model = new();
    private readonly FileChannelOptions _options;
    private readonly FileChannelEnvironment _environment;
    private readonly List<(IChannelTransaction Transaction, List<ChannelModel.Entry> Claimed)> _open = [];
    private readonly Queue<string> _trace = new();
    private readonly TestHost _host = new(new FakeTimeProvider());
    private FileChannel _channel = null!;
    private FaultPoint? _armed;
    private int _armedIn;
    private int _bodies;

    public ModelRun(int seed, int dataDirs, bool liesAboutFlushes = false, bool isEncrypted = false, bool flushes = true)
    {
        _random = new Random(seed);
        _disk = new SimulatedDisk(new Random(seed + 1)) { LiesAboutFlushes = liesAboutFlushes, Trace = Note };
        _options = FileChannels.Options("/channel", new(5000, 200), dataDirs, memory: 4000) with { FsyncPerTransaction = flushes };
        _environment = new FileChannelEnvironment { Storage = _disk, Fault = OnFault, SegmentTarget = isEncrypted ? 8192 : 4096, ReserveLength = 2048, IsRepeatable = true, Keys = isEncrypted ? TestKeys.Ring("k", ("k", 9, 16)) : null };
    }

    public int Steps { get; private set; }

    /// <summary>What happened last.</summary>
    public string Trace => string.Join(Environment.NewLine, _trace);

    public Dictionary<string, int> Crashes { get; } = [];

    public async Task RunAsync(int steps)
    {
        await OpenAsync();
        while (Steps < steps)
        {
            Steps++;
            await StepAsync();
            if (_disk.IsOff)
            {
                await RestartAsync();
            }
        }

        await StopAsync();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync() => await _channel.DisposeAsync();

    private Task StepAsync() => _random.Next(100) switch
    {
        < 30 => PutAsync(1 + _random.Next(3)),
        < 35 => RollbackPutAsync(),
        < 65 => TakeAsync(),
        < 85 => FinishTakeAsync(commits: true),
        < 90 => FinishTakeAsync(commits: false),
        < 93 => _channel.Store!.Checkpoints.RunAsync(),
        < 94 => CleanRestartAsync(),
        < 95 => Do("full", () => _disk.FullWrites = 1 + _random.Next(3)),
        < 96 => Do("a flush will fail", FailSomething),
        < 97 => Do("crash soon", () => _disk.CrashAfter(_random.Next(40))),
        < 99 => Do("armed", Arm),
        _ => Do("stop", () => _disk.Stop()),
    };

    private void Note(string what)
    {
        _trace.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Steps}: {what}{(_disk.IsOff ? ", off" : "")}"));
        if (_trace.Count > 400)
        {
            _trace.Dequeue();
        }
    }

    private Task Do(string what, Action action)
    {
        action();
        Note(what);
        return Task.CompletedTask;
    }

    private void FailSomething()
    {
        var what = _random.Next(4);
        _disk.FailsNextFlush |= what < 3;
        _disk.FailsNextCut |= what is 1;
        _disk.FailsNextSync |= what is 2 or 3;
    }

    private void Arm()
    {
        _armed = (FaultPoint)_random.Next(Enum.GetValues<FaultPoint>().Length);
        _armedIn = 1 + _random.Next(3);
    }

    private void OnFault(FaultPoint point)
    {
        if (_armed == point && --_armedIn == 0)
        {
            _armed = null;
            Crashes[point.ToString()] = Crashes.GetValueOrDefault(point.ToString()) + 1;
            _disk.Stop();
            throw new IOException($"Crash at {point}.");
        }
    }

    // Several at once, so that they share a group; their order is that of the calls.
    private async Task PutAsync(int transactions)
    {
        var puts = new List<(IChannelTransaction Transaction, string[] Bodies, Task Commit)>();
        _channel.Store!.Committer.Gather(() =>
        {
            for (var i = 0; i < transactions; i++)
            {
                var bodies = Enumerable.Range(0, 1 + _random.Next(6)).Select(_ => NewBody()).ToArray();
                var transaction = _channel.BeginTransaction();
                transaction.Put(ChannelExtensions.Events(bodies));
                puts.Add((transaction, bodies, transaction.CommitAsync().AsTask()));
            }
        });

        foreach (var (transaction, bodies, commit) in puts)
        {
            var isSure = await Succeeds(commit);
            _model.Put(bodies, isSure);
            Note($"put {bodies[0].Split('-')[0]} +{bodies.Length} {(isSure ? "" : "failed: " + commit.Exception!.InnerException!.Message)}");
            await transaction.DisposeAsync();
        }
    }

    private async Task RollbackPutAsync()
    {
        await using var transaction = _channel.BeginTransaction();
        transaction.Put(ChannelExtensions.Events(NewBody()));
        await transaction.RollbackAsync();
    }

    private async Task TakeAsync()
    {
        if (_open.Count == 4)
        {
            await FinishTakeAsync(commits: true);
            return;
        }

        var count = 1 + _random.Next(15);
        var transaction = _channel.BeginTransaction();
        try
        {
            var bodies = await transaction.TakeBodiesAsync(count);
            var claimed = _model.Claim(count);
            bodies.Should().Equal(claimed.Select(static entry => entry.Body));
            _open.Add((transaction, claimed));
            Note($"take {claimed.FirstOrDefault()?.Body.Split('-')[0]} +{claimed.Count}");
        }
        catch (ChannelException)
        {
            _disk.IsOff.Should().BeTrue();
            await transaction.DisposeAsync();
        }
    }

    private async Task FinishTakeAsync(bool commits)
    {
        if (_open.Count == 0)
        {
            return;
        }

        var at = _random.Next(_open.Count);
        var (transaction, claimed) = _open[at];
        _open.RemoveAt(at);
        if (!commits)
        {
            await transaction.RollbackAsync();
            _model.Release(claimed);
            Note($"rollback {claimed.FirstOrDefault()?.Body.Split('-')[0]} +{claimed.Count}");
        }
        else if (await Succeeds(transaction.CommitAsync().AsTask()))
        {
            _model.Take(claimed);
            Note($"commit {claimed.FirstOrDefault()?.Body.Split('-')[0]} +{claimed.Count}");
        }
        else
        {
            _model.MaybeTake(claimed);
            Note($"commit failed {claimed.FirstOrDefault()?.Body.Split('-')[0]} +{claimed.Count}");
        }

        await transaction.DisposeAsync();
    }

    private async Task CleanRestartAsync()
    {
        if (_armed is null)
        {
            await StopAsync();
            await OpenAsync();
        }
    }

    private async Task RestartAsync()
    {
        await StopAsync();
        if (_random.Next(2) == 0)
        {
            _disk.StartAfterKill();
            Note("killed");
        }
        else
        {
            _disk.StartAfterPowerCut();
            Note("power cut");
        }

        await OpenAsync();
    }

    private async Task StopAsync()
    {
        foreach (var (transaction, claimed) in _open)
        {
            await transaction.DisposeAsync();
            _model.Release(claimed);
        }

        _open.Clear();
        await _channel.DisposeAsync();
    }

    private async Task OpenAsync()
    {
        // Faults that were meant for the life before would make the check of the new one fail.
        if (_armed is not FaultPoint.AfterRecovery)
        {
            _armed = null;
        }

        _disk.FailsNextFlush = false;
        _disk.FailsNextCut = false;
        _disk.FailsNextSync = false;
        _disk.FullWrites = 0;
        _disk.CrashAfter(long.MaxValue);
        Note("open");
        while (true)
        {
            _channel = FileChannels.Create(_host, _options, _environment);
            if (await Succeeds(_channel.StartAsync(CancellationToken.None).AsTask()))
            {
                break;
            }

            _disk.IsOff.Should().BeTrue("nothing else keeps a channel from starting");
            await _channel.DisposeAsync();
            _disk.StartAfterKill();
        }

        var content = await ContentAsync();
        Note("found " + string.Join(' ', content.Select(static c => $"{c.Body.Split('-')[0]}:{c.Number}")));
        Note(string.Join(' ', _disk.Files));
        (_model.Settle(content) is { } problem ? problem : "right").Should().Be("right");
        _host.Logs.GetSnapshot().Where(static log => log.Level >= LogLevel.Error && log.Id.Id is not (3115 or 3111)).Select(static log => log.Message)
            .Should().BeEmpty("a crash damages nothing");
        _host.Logs.Clear();
    }

    private async Task<List<(string Body, long Number)>> ContentAsync()
    {
        var found = new List<(string, long)>();
        while (true)
        {
            // One transaction holds 200 at most, so the events are claimed by several, which are all rolled back at the end.
            var transaction = _channel.BeginTransaction();
            _open.Add((transaction, []));
            for (var i = 0; i < 200; i++)
            {
                if (await transaction.TakeAsync() is not { } item)
                {
                    foreach (var (open, _) in _open)
                    {
                        await open.DisposeAsync();
                    }

                    _open.Clear();
                    return found;
                }

                found.Add((item.Text(), transaction.Position!.Value.Last));
            }
        }
    }

    private string NewBody() => string.Create(CultureInfo.InvariantCulture, $"{_bodies++}-{new string('x', _random.Next(20) == 0 ? _random.Next(6000) : _random.Next(100))}");

    private static async Task<bool> Succeeds(Task task)
    {
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsFaulted && task.Exception.InnerException is not ChannelException)
        {
            await task;
        }

        return task.IsCompletedSuccessfully;
    }
}
