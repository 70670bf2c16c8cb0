using System.Net;
using System.Net.Sockets;
using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Sources.Net;
using FlumeSharp.Sources.Netcat;
using FlumeSharp.Sources.Tests.Net;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Netcat;

public sealed class NetcatUdpSourceTests
{
    [TestCase("remoteAddress")]
    [TestCase("remoteAddressHeader")]
    public async Task A_datagram_is_an_event_of_its_first_line(string key)
    {
        await using var source = await RunningSource.StartAsync("netcatudp", $"bind = 127.0.0.1\nport = 0\n{key} = from");
        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));

        foreach (var datagram in new[] { "one\ntwo\n", "", new string('z', 60_000) })
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(datagram), ((NetcatUdpSource)source.Source).Address!);
        }

        await source.HasAsync(3);
        var events = await source.TakeAsync();
        events.Select(static e => Encoding.UTF8.GetString(e.Body.Span)).Should().Equal("one", "", new string('z', 60_000));
        events.Should().OnlyContain(e => e.Headers.ToString() == $"{{from=/{client.Client.LocalEndPoint}}}");
    }

    [Test]
    public async Task Without_a_name_for_it_there_is_no_header()
    {
        await using var source = await RunningSource.StartAsync("netcatudp", "bind = 127.0.0.1\nport = 0");
        using var client = new UdpClient(AddressFamily.InterNetwork);

        await client.SendAsync(new byte[] { 0, 0xFF }, ((NetcatUdpSource)source.Source).Address!);
        await source.HasAsync(1);

        var item = (await source.TakeAsync()).Single();
        item.Headers.Count.Should().Be(0);
        item.Body.ToArray().Should().Equal(0, 0xFF);
    }

    [Test]
    public async Task What_waits_at_a_stop_is_delivered()
    {
        var host = new TestHost();
        var channel = new ListChannel { CommitFailure = new ChannelException("full") };
        await using var made = new NetcatUdpSource(new NetcatUdpSourceOptions { Bind = "127.0.0.1" }, host.Source(channel, "r1"));
        await made.StartAsync(CancellationToken.None);
        var counters = host.Metrics.Groups.OfType<DatagramCounters>().Single();
        using var client = new UdpClient(AddressFamily.InterNetwork);
        await client.SendAsync("x"u8.ToArray(), new IPEndPoint(IPAddress.Loopback, made.Address!.Port));
        await Eventually.IsTrue(() => counters.ChannelWriteFail.Count > 0, "it is refused");

        var stop = made.StopAsync(CancellationToken.None);
        channel.CommitFailure = null;
        await stop;

        channel.EventCount.Should().Be(1);
        counters.Lost.Count.Should().Be(0);
    }
}
