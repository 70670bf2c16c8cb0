using System.Net;
using System.Net.Sockets;
using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Sources.Syslog;
using FlumeSharp.Sources.Tests.Net;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Syslog;

public sealed class SyslogUdpSourceTests
{
    [Test]
    public async Task A_datagram_is_an_event_up_to_its_first_line_feed()
    {
        await using var source = await RunningSource.StartAsync("syslogudp", "host = 127.0.0.1\nport = 0\nclientIPHeader = ip");

        await SendAsync(PortOf(source), "<13>Jun 14 10:20:30 h one\ntwo", "", "hello", "<13>Jun 14 10:20:30 h " + new string('z', 60_000));
        await source.HasAsync(3);

        var events = await source.TakeAsync();
        events.Select(static e => Encoding.UTF8.GetString(e.Body.Span)).Should().Equal("one", "hello", new string('z', 60_000));
        events.Should().OnlyContain(static e => e.Headers.Contains("ip"));
        source.Counters.EventReadFail.Count.Should().Be(1);
        source.Metric("InvalidEventCount").Should().Be(1);
    }

    [Test]
    public async Task Strict_reading_keeps_all_lines_of_a_datagram()
    {
        await using var source = await RunningSource.StartAsync("syslogudp", "host = 127.0.0.1\nport = 0\nparser = rfc");

        await SendAsync(PortOf(source), "<13>Jun 14 10:20:30 h one\ntwo\r\n\0");
        await source.HasAsync(1);

        (await source.TakeBodiesAsync()).Should().Equal("one\ntwo");
    }

    [Test]
    public async Task What_has_no_room_while_the_channel_refuses_is_counted_and_the_rest_arrives()
    {
        var host = new TestHost();
        var channel = new ListChannel { CommitFailure = new ChannelException("full") };
        await using var made = new SyslogUdpSource(new SyslogUdpSourceOptions { Host = "127.0.0.1", MaxPendingBytes = 65_536, BatchSize = 10 }, host.Source(channel, "r1"));
        await made.StartAsync(CancellationToken.None);
        var counters = host.Metrics.Groups.OfType<SyslogCounters>().Single();
        using var client = new UdpClient(AddressFamily.InterNetwork);

        // One after the other until the source says that it drops: the system's own buffer cannot overflow that way.
        var sent = 0;
        while (counters.Lost.Count == 0)
        {
            await client.SendAsync(Encoding.UTF8.GetBytes($"<13>Jun 14 10:20:30 h {sent++}"), new IPEndPoint(IPAddress.Loopback, made.Address!.Port));
        }

        channel.CommitFailure = null;
        await Eventually.IsTrue(() => channel.EventCount + counters.Lost.Count == sent, "each is delivered or counted");
        channel.Snapshot().Take(100).Select(static e => Encoding.UTF8.GetString(e.Body.Span)).Should().Equal(Enumerable.Range(0, 100).Select(static i => $"{i}"));
        counters.EventAccepted.Count.Should().Be(channel.EventCount);
    }

    private static int PortOf(RunningSource source) => ((SyslogUdpSource)source.Source).Address!.Port;

    private static async Task SendAsync(int port, params string[] datagrams)
    {
        using var client = new UdpClient(AddressFamily.InterNetwork);
        foreach (var datagram in datagrams)
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(datagram), new IPEndPoint(IPAddress.Loopback, port));
        }
    }
}
