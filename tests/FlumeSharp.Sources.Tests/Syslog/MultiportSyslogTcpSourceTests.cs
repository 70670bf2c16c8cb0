using System.Net;
using System.Net.Sockets;
using System.Text;
using FlumeSharp.Sources.Syslog;
using FlumeSharp.Sources.Tests.Net;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Syslog;

public sealed class MultiportSyslogTcpSourceTests
{
    private const string Message = "<34>1 2003-10-11T22:14:15.5+02:00 ::1 app: hello\n";

    [Test]
    public async Task Each_port_has_its_character_set_and_header()
    {
        var (utf8, latin, wide) = (FreePort(), FreePort(), FreePort());
        await using var source = await RunningSource.StartAsync(
            "multiport_syslogtcp",
            $"host = 127.0.0.1\nports = {utf8} {latin}  {wide}\nportHeader = port\ncharset.port.{latin} = ISO-8859-1\ncharset.port.{wide} = UTF-16BE\nkeepFields = none");

        await SendAsync(utf8, "<13>Jun 14 10:20:30 h ž\n", Encoding.UTF8);
        await source.HasAsync(1);
        await SendAsync(latin, "<13>Jun 14 10:20:30 hé é\n", Encoding.Latin1);
        await source.HasAsync(2);
        await SendAsync(utf8, "<13>Jun 14 10:20:30 h é\n", Encoding.Latin1);
        await source.HasAsync(3);

        var events = await source.TakeAsync();
        events.Select(e => Header(e, "port")).Should().Equal($"{utf8}", $"{latin}", $"{utf8}");
        events.Select(static e => Header(e, "host")).Should().Equal("h", "hé", null);
        Encoding.Latin1.GetString(events[1].Body.Span).Should().Be("é");
        Header(events[2], "flume.syslog.status").Should().Be("Invalid");
        source.Counters.EventReadFail.Count.Should().Be(1);
    }

    [Test]
    public async Task A_bad_message_does_not_take_its_neighbours_with_it()
    {
        await using var source = await RunningSource.StartAsync("multiport_syslogtcp", "host = 127.0.0.1\nports = 0");

        await SendAsync(PortOf(source), Message + "\nnothing\n<34>1 2003-13-11T22:14:15Z h m\n" + Message, Encoding.UTF8);
        await source.HasAsync(4);

        (await source.TakeBodiesAsync()).Should().Equal("app: hello", "nothing", "<34>1 2003-13-11T22:14:15Z h m", "app: hello");
        source.Counters.GenericProcessingFail.Count.Should().Be(0);
    }

    [Test]
    public async Task A_port_that_is_taken_is_tried_again_while_the_others_work()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var taken = ((IPEndPoint)holder.LocalEndPoint!).Port;
        holder.Listen();
        await using var source = await RunningSource.StartAsync("multiport_syslogtcp", $"host = 127.0.0.1\nports = {taken} 0");

        await SendAsync(PortOf(source), Message, Encoding.UTF8);
        await source.HasAsync(1);
        holder.Dispose();
        await Eventually.IsTrue(() => ((MultiportSyslogTcpSource)source.Source).Addresses.Any(a => a.Port == taken), "it gets the port");

        await SendAsync(taken, Message, Encoding.UTF8);
        await source.HasAsync(2);
    }

    [TestCase("ports = 1 x", "'x'")]
    [TestCase("ports = 70000", "70000")]
    [TestCase("ports = 5140\ncharset.default = nonsense", "charset.default")]
    [TestCase("ports = 5140\ncharset.port.5141 = UTF-8", "5141")]
    [TestCase("ports = 5140\nbatchSize = 1000", "batchSize")]
    [TestCase("", "ports")]
    public void Keys_that_make_no_sense_are_named(string keys, string named) =>
        RunningSource.Plan("org.apache.flume.source.MultiportSyslogTCPSource", keys).Problems.Should().Contain(p => p.ToString().Contains(named, StringComparison.Ordinal));

    private static string? Header(Event item, string name) => item.Headers.TryGetText(name, out var value) ? value : null;

    private static int PortOf(RunningSource source) => ((MultiportSyslogTcpSource)source.Source).Addresses[0].Port;

    // The keys name ports, so they must be known before. Nobody else is given one so soon again.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task SendAsync(int port, string text, Encoding encoding)
    {
        await using var client = await RunningSource.ConnectAsync(port);
        await client.WriteAsync(encoding.GetBytes(text));
    }
}
