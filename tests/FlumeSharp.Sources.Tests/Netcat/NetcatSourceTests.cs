using System.Net.Sockets;
using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Routing;
using FlumeSharp.Sources.Netcat;
using FlumeSharp.Sources.Tests.Net;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Netcat;

public sealed class NetcatSourceTests
{
    [Test]
    public async Task Each_line_is_an_event_and_gets_its_answer()
    {
        await using var source = await StartAsync();
        await using var client = await RunningSource.ConnectAsync(PortOf(source));

        await client.WriteAsync("one\n\nthree\r\nhal"u8.ToArray());
        await ReadAsync(client, "OK\nOK\nOK\n");
        await client.WriteAsync("f\n"u8.ToArray());
        await ReadAsync(client, "OK\n");

        (await source.TakeBodiesAsync()).Should().Equal("one", "", "three\r", "half");
        source.Counters.EventAccepted.Count.Should().Be(4);
    }

    [Test]
    public async Task Without_answers_nothing_is_written_and_a_full_channel_makes_the_client_wait()
    {
        await using var source = await StartAsync("ack-every-event = false", capacity: 30);
        await using var client = await RunningSource.ConnectAsync(PortOf(source));
        var taken = new List<string>();

        await client.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(static i => $"{i}\n"))));
        await Eventually.IsTrue(() => source.Counters.ChannelWriteFail.Count > 0, "the channel refuses");
        await Eventually.IsTrue(
            async () =>
            {
                taken.AddRange(await source.TakeBodiesAsync());
                return taken.Count >= 300;
            },
            "all come through");

        client.Socket.Shutdown(SocketShutdown.Send);
        (await client.ReadAsync(new byte[1])).Should().Be(0);
        taken.Should().Equal(Enumerable.Range(0, 300).Select(static i => $"{i}"));
    }

    [Test]
    public async Task Lines_that_a_full_channel_refuses_are_told_apart_from_those_it_takes()
    {
        await using var source = await StartAsync(capacity: 3);
        await using var client = await RunningSource.ConnectAsync(PortOf(source));

        await client.WriteAsync("1\n2\n3\n4\n5\n"u8.ToArray());

        var answers = await ReadLinesAsync(client, 5);
        answers.Take(3).Should().Equal("OK", "OK", "OK");
        answers.Skip(3).Should().OnlyContain(static answer => answer.StartsWith("FAILED: "));
        (await source.TakeBodiesAsync()).Should().Equal("1", "2", "3");
        await client.WriteAsync("6\n"u8.ToArray());
        await ReadAsync(client, "OK\n");
        source.Counters.ChannelWriteFail.Count.Should().Be(2);
    }

    [TestCase("", 511)]
    [TestCase("max-line-length = 10", 9)]
    public async Task A_line_too_long_is_told_and_ends_the_connection_after_those_before_it(string keys, int longest)
    {
        await using var source = await StartAsync(keys);
        await using var client = await RunningSource.ConnectAsync(PortOf(source));
        var fits = new string('ž', longest);

        await client.WriteAsync(Encoding.UTF8.GetBytes($"{fits}\n{fits}x"));

        await ReadAsync(client, $"OK\nFAILED: Event exceeds the maximum length ({longest + 1} chars, including newline)\n");
        (await client.ReadAsync(new byte[1])).Should().Be(0);
        (await source.TakeBodiesAsync()).Should().Equal(fits);
        source.Counters.EventReadFail.Count.Should().Be(1);
    }

    [Test]
    public async Task Bytes_that_are_no_text_end_the_connection_and_no_other()
    {
        await using var source = await StartAsync();
        await using var client = await RunningSource.ConnectAsync(PortOf(source));
        await using var other = await RunningSource.ConnectAsync(PortOf(source));

        await client.WriteAsync(new byte[] { (byte)'a', (byte)'\n', 0xFF, (byte)'\n' });
        await ReadAsync(client, "OK\n");
        (await client.ReadAsync(new byte[1])).Should().Be(0);
        await other.WriteAsync("b\n"u8.ToArray());
        await ReadAsync(other, "OK\n");

        (await source.TakeBodiesAsync()).Should().Equal("a", "b");
    }

    [TestCase("iso-8859-1")]
    [TestCase("utf-16be")]
    [TestCase("utf-16")]
    public async Task Other_character_sets_are_read_and_written(string name)
    {
        await using var source = await StartAsync($"encoding = {name}");
        await using var client = await RunningSource.ConnectAsync(PortOf(source));
        var encoding = name == "utf-16" ? Encoding.BigEndianUnicode : Encoding.GetEncoding(name);
        var mark = name == "utf-16" ? "\uFEFF" : "";

        foreach (var value in encoding.GetBytes("é1\né2\n"))
        {
            await client.WriteAsync(new[] { value });
        }

        await ReadAsync(client, mark + "OK\nOK\n", encoding);
        (await source.TakeBodiesAsync()).Should().Equal("é1", "é2");
    }

    [Test]
    public async Task An_interceptor_that_fails_closes_the_connection_and_is_counted()
    {
        var host = new TestHost();
        var channel = new ListChannel();
        await using var made = new NetcatSource(new NetcatSourceOptions { Bind = "127.0.0.1" }, host.Source(channel, "r1", new Broken()));
        await made.StartAsync(CancellationToken.None);
        await using var client = await RunningSource.ConnectAsync(made.Address!.Port);

        await client.WriteAsync("x\n"u8.ToArray());

        (await client.ReadAsync(new byte[1])).Should().Be(0);
        host.Metrics.Groups.OfType<FlumeSharp.Metrics.SourceCounters>().Single().GenericProcessingFail.Count.Should().Be(1);
    }

    [Test]
    public async Task A_commit_that_fails_is_told_to_the_client()
    {
        var host = new TestHost();
        var channel = new ListChannel { CommitFailure = new ChannelException("no disk") };
        await using var made = new NetcatSource(new NetcatSourceOptions { Bind = "127.0.0.1" }, host.Source(channel, "r1"));
        await made.StartAsync(CancellationToken.None);
        await using var client = await RunningSource.ConnectAsync(made.Address!.Port);

        await client.WriteAsync("x\n"u8.ToArray());

        await ReadAsync(client, "FAILED: no disk\n");
    }

    [Test]
    public async Task A_client_that_reads_no_answers_does_not_keep_the_source_from_its_stop()
    {
        await using var source = await StartAsync(capacity: 1_000_000);
        await using var client = await RunningSource.ConnectAsync(PortOf(source));
        var line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\n", 60_000)));
        using var enough = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await client.WriteAsync(line, enough.Token);
            }
        });
        await source.HasAsync(100_000);
        using var now = new CancellationTokenSource();
        await now.CancelAsync();

        await source.Source.StopAsync(now.Token);

        await enough.CancelAsync();
        await sending.ContinueWith(static _ => { }, TaskScheduler.Default);
        source.Counters.OpenConnections.Value.Should().Be(0);
    }

    [TestCase("encoding = nonsense", "encoding")]
    [TestCase("max-line-length = 0", "max-line-length")]
    [TestCase("ssl = true", "keystore")]
    public void Keys_that_make_no_sense_are_named(string keys, string named)
    {
        var plan = RunningSource.Plan("netcat", "bind = 127.0.0.1\nport = 0\n" + keys);
        var making = () => new NetcatSource((NetcatSourceOptions)plan.Sources[0].Options!, new TestHost().Source(new ListChannel()));

        if (plan.Sources.IsEmpty)
        {
            plan.Problems.Should().Contain(p => p.ToString().Contains(named, StringComparison.Ordinal));
        }
        else
        {
            making.Should().Throw<FlumeException>().WithMessage($"*{named}*");
        }
    }

    private static int PortOf(RunningSource source) => ((NetcatSource)source.Source).Address!.Port;

    private static Task<RunningSource> StartAsync(string keys = "", int capacity = 10_000) =>
        RunningSource.StartAsync("netcat", "bind = 127.0.0.1\nport = 0\n" + keys, capacity);

    private static async Task ReadAsync(NetworkStream client, string expected, Encoding? encoding = null)
    {
        var bytes = new byte[(encoding ?? Encoding.UTF8).GetByteCount(expected)];
        await client.ReadExactlyAsync(bytes);
        (encoding ?? Encoding.UTF8).GetString(bytes).Should().Be(expected);
    }

    private static async Task<List<string>> ReadLinesAsync(NetworkStream client, int count)
    {
        var reader = new StreamReader(client, leaveOpen: true);
        var lines = new List<string>();
        while (lines.Count < count)
        {
            lines.Add((await reader.ReadLineAsync())!);
        }

        return lines;
    }

    private sealed class Broken : IInterceptor
    {
        public void Intercept(EventBatch batch) => throw new InvalidOperationException("broken");

        public void Dispose()
        {
        }
    }
}
