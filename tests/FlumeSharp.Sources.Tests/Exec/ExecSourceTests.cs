using System.Globalization;
using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Routing;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Exec;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExecSourceTests : IDisposable
{
    private const string Shell = "/bin/sh -c";
    private readonly TestHost _host = new();
    private readonly ListChannel _channel = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Lines_of_the_output_become_events()
    {
        await using var source = await StartAsync(new() { Command = "printf one\\ntwo\\n\\nthree" });

        await EndedAsync();

        Bodies().Should().Equal("one", "two", "", "three");
        Counters.EventReceived.Count.Should().Be(4);
        Counters.EventAccepted.Count.Should().Be(4);
    }

    [Test]
    public async Task Without_a_shell_nothing_is_expanded_or_quoted()
    {
        await using var source = await StartAsync(new() { Command = "echo  $HOME  'a b' | cat" });

        await EndedAsync();

        Bodies().Should().Equal("$HOME 'a b' | cat");
    }

    [Test]
    public async Task A_shell_gets_the_command_as_one_argument()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "for i in 1 2; do echo \"n $i\"; done | tr n m" });

        await EndedAsync();

        Bodies().Should().Equal("m 1", "m 2");
    }

    [Test]
    public async Task Batches_are_as_long_as_they_may_be()
    {
        await using var source = await StartAsync(new() { Command = "seq 1 45", BatchSize = 20 });

        await EndedAsync();

        Bodies().Should().Equal(Enumerable.Range(1, 45).Select(static i => i.ToString(CultureInfo.InvariantCulture)));
        _channel.Commits.Should().Be(3);
    }

    [Test]
    public async Task A_line_does_not_wait_for_ever_to_fill_its_batch()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "echo a; echo b; sleep 600", BatchTimeout = TimeSpan.FromMilliseconds(20) });

        await Eventually.IsTrue(() => _channel.EventCount == 2, "both lines arrive while the command runs");
    }

    [Test]
    public async Task A_full_channel_makes_the_command_wait_and_nothing_is_lost()
    {
        _channel.CommitFailure = new ChannelFullException("full");
        await using var source = await StartAsync(new() { Command = "seq 1 50000", BatchSize = 100 });
        await Eventually.IsTrue(() => Counters.ChannelWriteFail.Count > 0, "the channel refuses");

        _channel.CommitFailure = null;
        await EndedAsync();

        Bodies().Should().Equal(Enumerable.Range(1, 50000).Select(static i => i.ToString(CultureInfo.InvariantCulture)));
        Counters.EventReceived.Count.Should().Be(50000);
        Messages().Should().Contain(text => text.Contains("takes batches again", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_batch_that_an_interceptor_cannot_bear_is_dropped_in_the_end_and_the_next_one_goes_on()
    {
        await using var source = await StartAsync(new() { Command = "seq 1 3", BatchSize = 1 }, new Picky());

        await EndedAsync();

        Bodies().Should().Equal("1", "3");
        Counters.EventsDropped.Count.Should().Be(1);
        Counters.GenericProcessingFail.Count.Should().Be(3);
    }

    [Test]
    public async Task A_command_that_ended_is_started_again_when_it_is_to()
    {
        await using var source = await StartAsync(new() { Command = "echo x", Restart = true, RestartThrottle = TimeSpan.FromMilliseconds(1) });

        await Eventually.IsTrue(() => Bodies().Count() >= 3, "it runs again and again");

        Counters.CommandStarts.Count.Should().BeGreaterThanOrEqualTo(3);
    }

    [Test]
    public async Task A_command_that_does_not_exist_is_named_and_tried_again()
    {
        await using var source = await StartAsync(new() { Command = "no-such-program-here", Restart = true, RestartThrottle = TimeSpan.FromMilliseconds(1) });

        await Eventually.IsTrue(() => Counters.CommandStarts.Count >= 2, "it is tried again");

        Messages().Should().Contain(text => text.Contains("exited with 127", StringComparison.Ordinal) && text.Contains("no-such-program-here", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_failing_command_is_logged_with_its_last_word()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "echo first >&2; echo 'cannot open it' >&2; exit 3" });

        await EndedAsync();

        Messages().Should().Contain(text => text.EndsWith("exited with 3: cannot open it", StringComparison.Ordinal)).And.NotContain(text => text.Contains("stderr: ", StringComparison.Ordinal));
    }

    [Test]
    public async Task Standard_error_goes_to_the_log_when_it_is_to()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "echo complaint >&2; echo line", LogStdErr = true });

        await EndedAsync();

        Messages().Should().Contain("Exec source r1: stderr: complaint");
        Bodies().Should().Equal("line");
    }

    [Test]
    public async Task Much_standard_error_does_not_stop_the_command()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "head -c 1000000 /dev/zero >&2; echo done" });

        await EndedAsync();

        Bodies().Should().Equal("done");
    }

    [Test]
    public async Task Bytes_of_another_character_set_are_kept_when_it_is_named_and_replaced_when_not()
    {
        await using var named = await StartAsync(new() { Shell = Shell, Command = @"printf 'caf\351\n'", Charset = "ISO-8859-1" });
        await EndedAsync();
        await using var unnamed = new ExecSource(new() { Shell = Shell, Command = @"printf 'caf\351\n'" }, _host.Source(_channel, "r2"));
        await unnamed.StartAsync(CancellationToken.None);
        await Eventually.IsTrue(() => _channel.EventCount == 2, "both arrive");

        _channel.Snapshot()[0].Body.ToArray().Should().Equal((byte)'c', (byte)'a', (byte)'f', 0xE9);
        Encoding.UTF8.GetString(_channel.Snapshot()[1].Body.Span).Should().Be("caf\uFFFD");
        Messages().Should().Contain(text => text.Contains("set 'charset'", StringComparison.Ordinal));
    }

    [Test]
    public async Task Binary_output_is_taken_and_the_source_goes_on()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "head -c 300000 /dev/urandom; echo; echo end", BatchSize = 1000 });

        await EndedAsync();

        Bodies().Last().Should().Be("end");
        Counters.LinesMalformed.Count.Should().BePositive();
    }

    [Test]
    public async Task A_line_without_end_comes_in_pieces()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "head -c 10000000 /dev/zero; echo end", MaxLineLength = 1 << 20 });

        await EndedAsync();

        _channel.Snapshot().Sum(static item => (long)item.Body.Length).Should().Be(10_000_003);
        _channel.Snapshot().Should().OnlyContain(static item => item.Body.Length <= 1 << 20);
        Counters.LinesCut.Count.Should().Be(1);
    }

    [Test]
    public async Task Stopping_ends_all_that_the_command_started_and_keeps_what_it_wrote_last()
    {
        var command = $"trap 'echo bye; exit 0' TERM; sleep 600 & echo $! > {_folder.File("child")}; echo $$ > {_folder.File("parent")}; while :; do sleep 0.1; done";
        await using var source = await StartAsync(new() { Shell = Shell, Command = command });
        var child = await NumberAsync("child");
        var parent = await NumberAsync("parent");

        await source.StopAsync(CancellationToken.None);

        Bodies().Should().Equal("bye");
        await Eventually.IsTrue(() => !IsAlive(child) && !IsAlive(parent), "both are gone");
    }

    [Test]
    public async Task A_command_that_will_not_end_is_killed()
    {
        var command = $"trap '' TERM; echo $$ > {_folder.File("parent")}; while :; do sleep 0.1; done";
        await using var source = await StartAsync(new() { Shell = Shell, Command = command, KillTimeout = TimeSpan.FromMilliseconds(200) });
        var parent = await NumberAsync("parent");

        await source.StopAsync(CancellationToken.None);

        await Eventually.IsTrue(() => !IsAlive(parent), "it is gone");
    }

    [Test]
    public async Task What_a_command_leaves_behind_is_ended_with_its_output()
    {
        var command = $"sleep 600 >/dev/null 2>&1 & echo $! > {_folder.File("child")}; echo line";
        await using var source = await StartAsync(new() { Shell = Shell, Command = command });
        var child = await NumberAsync("child");

        await EndedAsync();

        Bodies().Should().Equal("line");
        await Eventually.IsTrue(() => !IsAlive(child), "it is gone");
    }

    [Test]
    public async Task Output_goes_on_while_anything_in_the_background_writes()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "(sleep 0.3; echo late) & echo early" });

        await EndedAsync();

        Bodies().Should().Equal("early", "late");
    }

    [Test]
    public async Task The_command_sees_an_input_on_which_nothing_comes()
    {
        await using var source = await StartAsync(new() { Shell = Shell, Command = "echo begin; cat; echo end", BatchTimeout = TimeSpan.FromMilliseconds(10) });
        await Eventually.IsTrue(() => _channel.EventCount == 1, "it waits for its input");

        await source.StopAsync(CancellationToken.None);

        Bodies().First().Should().Be("begin");
    }

    [Test]
    public async Task A_stop_does_not_wait_for_ever_on_a_full_channel_and_tells_what_is_lost()
    {
        _channel.CommitFailure = new ChannelFullException("full");
        await using var source = await StartAsync(new() { Command = "seq 1 10" });
        await Eventually.IsTrue(() => Counters.ChannelWriteFail.Count > 0, "the channel refuses");
        using var hurry = new CancellationTokenSource();
        await hurry.CancelAsync();

        await source.StopAsync(hurry.Token);

        Counters.EventsDropped.Count.Should().Be(10);
        _host.Logs.GetSnapshot().Should().Contain(entry => entry.Level == LogLevel.Error && entry.Message.Contains("10 events were not taken", StringComparison.Ordinal));
    }

    private ExecSourceCounters Counters => _host.Metrics.Groups.OfType<ExecSourceCounters>().First();

    private async Task<ExecSource> StartAsync(ExecSourceOptions options, params IInterceptor[] interceptors)
    {
        var source = new ExecSource(options, _host.Source(_channel, "r1", interceptors));
        await source.StartAsync(CancellationToken.None);
        return source;
    }

    private Task EndedAsync() => Eventually.IsTrue(() => Messages().Any(static text => text.Contains("has nothing more to do", StringComparison.Ordinal)), "the command ends");

    private async Task<int> NumberAsync(string file)
    {
        await Eventually.IsTrue(() => File.Exists(_folder.File(file)) && File.ReadAllText(_folder.File(file)).EndsWith('\n'), $"the command tells its {file}");
        return int.Parse(await File.ReadAllTextAsync(_folder.File(file)), CultureInfo.InvariantCulture);
    }

    // A zombie that nobody fetched is dead too.
    private static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private IEnumerable<string> Messages() => _host.Logs.GetSnapshot().Select(static entry => entry.Message);

    private IEnumerable<string> Bodies() => _channel.Snapshot().Select(static item => Encoding.UTF8.GetString(item.Body.Span));

    private sealed class Picky : IInterceptor
    {
        public void Intercept(EventBatch batch)
        {
            if (batch.Events[0].Body.Span.SequenceEqual("2"u8))
            {
                throw new InvalidOperationException("not this one");
            }
        }

        public void Dispose()
        {
        }
    }
}
