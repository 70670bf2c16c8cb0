using FlumeSharp.Components;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Sources.Taildir;

public sealed class TaildirWatchTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Test]
    public async Task A_pause_ends_when_a_file_changes()
    {
        await using var tail = new TaildirFixture(null, ("watch", "true"));
        await tail.StartAsync();
        await tail.PollAsync();
        for (var round = 0; round < 3; round++)
        {
            var pause = tail.Source.WaitForWorkAsync(Long, CancellationToken.None).AsTask();

            tail.Append("a.log", $"{round}\n");
            await pause.WaitAsync(TimeSpan.FromSeconds(30));
            await tail.PollAsync();

            tail.Bodies.Should().HaveCount(round + 1);
        }
    }

    [Test]
    public async Task A_change_before_the_pause_ends_it_too()
    {
        await using var tail = new TaildirFixture(null, ("watch", "true"));
        await tail.StartAsync();
        await tail.PollAsync();

        tail.Append("a.log", "1\n");

        await tail.Source.WaitForWorkAsync(Long, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task A_directory_that_comes_again_is_watched_again()
    {
        await using var tail = new TaildirFixture(null, ("watch", "true"));
        await tail.StartAsync();
        Directory.Move(tail.Path("logs"), tail.Path("away"));
        await tail.PollAsync();
        Directory.CreateDirectory(tail.Path("logs"));
        await tail.PollAsync();
        await tail.Source.WaitForWorkAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        var pause = tail.Source.WaitForWorkAsync(Long, CancellationToken.None).AsTask();

        tail.Write("a.log", "1\n");

        await pause.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Without_hints_a_pause_lasts_as_long_as_it_should([Values] bool watch)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var tail = new TaildirFixture(time, ("watch", watch ? "true" : "false"));
        await tail.StartAsync();
        await tail.PollAsync();

        var pause = tail.Source.WaitForWorkAsync(TimeSpan.FromSeconds(5), CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(4));
        pause.IsCompleted.Should().BeFalse();
        await Eventually.IsTrue(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return pause.IsCompleted;
            },
            "the pause ends");
    }

    [Test]
    public async Task A_stop_ends_a_pause()
    {
        using var stop = new CancellationTokenSource();
        await using var tail = new TaildirFixture(null, ("watch", "true"));
        await tail.StartAsync();
        await tail.PollAsync();
        var pause = tail.Source.WaitForWorkAsync(Long, stop.Token).AsTask();

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => pause.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_source_that_was_not_started_has_nothing()
    {
        await using var tail = new TaildirFixture();
        tail.Create();

        (await tail.Source.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Empty);
    }
}
