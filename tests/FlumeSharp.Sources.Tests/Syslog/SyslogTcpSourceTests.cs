using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Sources.Syslog;
using FlumeSharp.Sources.Tests.Net;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Syslog;

public sealed class SyslogTcpSourceTests
{
    private const string Message = "<34>1 2003-10-11T22:14:15Z host app: hello\n";

    [Test]
    public async Task A_message_is_an_event_and_counted()
    {
        await using var source = await StartAsync("clientIPHeader = ip\nclientHostnameHeader = name");

        await SendAsync(source, Message);
        await source.HasAsync(1);

        var item = (await source.TakeAsync()).Single();
        Encoding.UTF8.GetString(item.Body.Span).Should().Be("app: hello");
        item.Headers.Should().Contain(KeyValuePair.Create("host", (string?)"host")).And.Contain(KeyValuePair.Create("ip", (string?)"127.0.0.1"));
        item.Headers.TryGetText("name", out var name).Should().BeTrue();
        name.Should().NotBeEmpty();
        await Eventually.IsTrue(() => source.Counters.EventAccepted.Count == 1 && source.Counters.OpenConnections.Value == 0, "the counters follow");
        source.Counters.EventReceived.Count.Should().Be(1);
    }

    [Test]
    public async Task Bytes_may_come_one_by_one()
    {
        await using var source = await StartAsync();
        await using var client = await RunningSource.ConnectAsync(PortOf(source));

        foreach (var value in Encoding.UTF8.GetBytes(Message + Message))
        {
            await client.WriteAsync(new[] { value });
        }

        await source.HasAsync(2);
        (await source.TakeBodiesAsync()).Should().Equal("app: hello", "app: hello");
    }

    [Test]
    public async Task Many_messages_arrive_in_order_whatever_their_length()
    {
        await using var source = await StartAsync("eventSize = 200000");
        var sent = Enumerable.Range(0, 3000).Select(static i => $"{i} {new string('x', i % 17 == 0 ? i * 40 : i % 90)}").ToArray();

        await SendAsync(source, string.Concat(sent.Select(static body => $"<13>Jun 14 10:20:30 h {body}\n")));
        await source.HasAsync(sent.Length);

        (await source.TakeBodiesAsync()).Should().Equal(sent);
    }

    [Test]
    public async Task A_full_channel_keeps_the_client_waiting_and_loses_nothing()
    {
        await using var source = await StartAsync("batchSize = 50", capacity: 70);
        var sending = SendAsync(source, string.Concat(Enumerable.Range(0, 500).Select(static i => $"<13>Jun 14 10:20:30 h {i}\n")));
        var taken = new List<string>();

        await Eventually.IsTrue(() => source.Counters.ChannelWriteFail.Count > 0, "the channel refuses");
        await Eventually.IsTrue(
            async () =>
            {
                taken.AddRange(await source.TakeBodiesAsync());
                return taken.Count >= 500;
            },
            "all come through");

        await sending;
        taken.Should().Equal(Enumerable.Range(0, 500).Select(static i => $"{i}"));
        source.Metric("EventAcceptedCount").Should().Be(500);
    }

    [Test]
    public async Task A_channel_with_a_smaller_transaction_than_a_batch_gets_smaller_batches()
    {
        await using var source = await StartAsync("batchSize = 1000");

        await SendAsync(source, string.Concat(Enumerable.Range(0, 700).Select(static i => $"<13>Jun 14 10:20:30 h {i}\n")));
        await source.HasAsync(700);

        (await source.TakeBodiesAsync()).Should().Equal(Enumerable.Range(0, 700).Select(static i => $"{i}"));
    }

    [Test]
    public async Task A_commit_that_fails_is_tried_again_with_the_headers_as_they_came()
    {
        var host = new TestHost();
        var channel = new ListChannel { CommitFailure = new ChannelException("not now") };
        await using var made = new SyslogTcpSource(new SyslogTcpSourceOptions { Host = "127.0.0.1" }, host.Source(channel, "r1"));
        await made.StartAsync(CancellationToken.None);
        await using var client = await RunningSource.ConnectAsync(made.Address!.Port);

        await client.WriteAsync(Encoding.UTF8.GetBytes(Message));
        await Eventually.IsTrue(() => channel.Rollbacks > 2, "it tries again");
        channel.CommitFailure = null;
        await Eventually.IsTrue(() => channel.EventCount == 1, "it arrives");

        channel.Snapshot().Single().Headers.Contains("timestamp").Should().BeTrue();
    }

    [Test]
    public async Task A_stop_gives_up_on_a_channel_that_never_takes_and_says_so()
    {
        var host = new TestHost();
        var channel = new ListChannel { CommitFailure = new ChannelException("never") };
        await using var made = new SyslogTcpSource(new SyslogTcpSourceOptions { Host = "127.0.0.1" }, host.Source(channel, "r1"));
        await made.StartAsync(CancellationToken.None);
        await using var client = await RunningSource.ConnectAsync(made.Address!.Port);
        await client.WriteAsync(Encoding.UTF8.GetBytes(Message));
        await Eventually.IsTrue(() => channel.Rollbacks > 0, "it is refused");
        using var now = new CancellationTokenSource();
        await now.CancelAsync();

        await made.StopAsync(now.Token);

        host.Logs.GetSnapshot().Should().Contain(static record => record.Message.Contains("1 events could not be delivered", StringComparison.Ordinal));
    }

    [Test]
    public async Task What_has_arrived_before_a_stop_is_delivered()
    {
        await using var source = await StartAsync();
        await using var client = await RunningSource.ConnectAsync(PortOf(source));
        await client.WriteAsync(Encoding.UTF8.GetBytes(Message + Message + "<13>half"));
        await source.HasAsync(2);

        await source.Source.StopAsync(CancellationToken.None);

        source.Metric("UnterminatedEventCount").Should().Be(1);
        source.Counters.OpenConnections.Value.Should().Be(0);
        (await client.ReadAsync(new byte[1])).Should().Be(0);
    }

    [Test]
    public async Task Bad_input_is_an_invalid_event_and_ends_nothing()
    {
        await using var source = await StartAsync("eventSize = 100");
        await using var client = await RunningSource.ConnectAsync(PortOf(source));
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);

        await client.WriteAsync(noise);
        await client.WriteAsync(Encoding.UTF8.GetBytes("\n\n\n<>\n<13>\0\xFF\n" + Message));
        await Eventually.IsTrue(() => source.Channel.EventCount > 50, "noise comes in pieces");
        await Eventually.IsTrue(async () => (await source.TakeBodiesAsync()).LastOrDefault() == "app: hello", "the message after it arrives");

        source.Metric("InvalidEventCount").Should().BePositive();
        source.Metric("IncompleteEventCount").Should().BePositive();
    }

    [TestCase("Fixed")]
    [TestCase("Pieces")]
    public async Task Octet_counting_and_line_feeds_may_be_mixed(string how)
    {
        await using var source = await StartAsync("framing = auto\neventSize = 60\nparser = rfc");
        var text = "30 <34>1 - h two\nlines of message" + Message + "17 <34>1 - h seven\n\n" + "68 <34>1 - h " + new string('y', 58) + "<34>1 - h last\r\n";
        await using var client = await RunningSource.ConnectAsync(PortOf(source));

        foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(how == "Fixed" ? 10_000 : 3))
        {
            await client.WriteAsync(piece);
        }

        await source.HasAsync(6);
        (await source.TakeBodiesAsync()).Should().Equal("two\nlines of message", "app: hello", "seven", new string('y', 50), new string('y', 8), "last");
    }

    [TestCase("auth.ca-file", true, true)]
    [TestCase("auth.ca-file", false, false)]
    [TestCase("", false, true)]
    public async Task Tls_takes_flumes_keys_and_certificates_of_clients(string key, bool showsCertificate, bool isTaken)
    {
        using var folder = new TempFolder();
        using var authority = Certificates.Issue(null, "authority");
        using var server = Certificates.Issue(null, "localhost");
        using var known = Certificates.Issue(authority, "client");
        await File.WriteAllTextAsync(folder.File("ca.pem"), authority.ExportCertificatePem());
        await File.WriteAllBytesAsync(folder.File("server.p12"), server.Export(X509ContentType.Pkcs12, "changeit"));
        await using var source = await StartAsync(
            $"ssl = true\nkeystore = {folder.File("server.p12")}\nkeystore-password = changeit\n{(key.Length > 0 ? $"{key} = {folder.File("ca.pem")}" : "")}");
        await using var client = new SslStream(await RunningSource.ConnectAsync(PortOf(source)));

        try
        {
            await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = static (_, shown, _, _) => shown?.Subject == "CN=localhost",
                ClientCertificateContext = showsCertificate ? SslStreamCertificateContext.Create(known, null, offline: true) : null,
            });
            await client.WriteAsync(Encoding.UTF8.GetBytes(Message));
        }
        catch (IOException) when (!isTaken)
        {
        }
        catch (System.Security.Authentication.AuthenticationException) when (!isTaken)
        {
        }

        await Eventually.IsTrue(() => source.Channel.EventCount == (isTaken ? 1 : 0) && (isTaken || source.Counters.OpenConnections.Value == 0), "it is taken, or not");
    }

    [Test]
    public async Task Plain_text_on_a_tls_port_and_silence_end_only_themselves()
    {
        using var folder = new TempFolder();
        using var server = Certificates.Issue(null, "localhost");
        await File.WriteAllTextAsync(folder.File("cert.pem"), server.ExportCertificatePem() + "\n" + server.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var source = await StartAsync($"ssl = true\nssl.cert = {folder.File("cert.pem")}\nssl.key = {folder.File("cert.pem")}\nidleTimeout = 100");
        await using var plain = await RunningSource.ConnectAsync(PortOf(source));
        await using var silent = await RunningSource.ConnectAsync(PortOf(source));

        await plain.WriteAsync(Encoding.UTF8.GetBytes(Message));

        await Eventually.IsTrue(() => source.Counters.OpenConnections.Value == 0, "both end");
        source.Channel.EventCount.Should().Be(0);
    }

    [Test]
    public async Task A_connection_too_many_is_closed_and_those_there_are_work_on()
    {
        await using var source = await StartAsync("maxConnections = 1");
        await using var first = await RunningSource.ConnectAsync(PortOf(source));
        await Eventually.IsTrue(() => source.Counters.OpenConnections.Value == 1, "the first is there");
        await using var second = await RunningSource.ConnectAsync(PortOf(source));

        var answer = await second.ReadAsync(new byte[1]);
        await first.WriteAsync(Encoding.UTF8.GetBytes(Message));

        answer.Should().Be(0);
        await source.HasAsync(1);
    }

    [Test]
    public async Task Many_connections_at_once_keep_their_messages_apart()
    {
        await using var source = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async client =>
        {
            await using var stream = await RunningSource.ConnectAsync(PortOf(source));
            for (var i = 0; i < 20; i++)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"<13>Jun 14 10:20:3"));
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"0 h{client} {client}-{i}\n"));
            }
        }));

        await source.HasAsync(1000);
        var events = await source.TakeAsync();
        events.Select(static e => Encoding.UTF8.GetString(e.Body.Span).Split('-')[0]).Should().Equal(events.Select(static e => Host(e)![1..]));
    }

    [TestCase("keepFields = prority", "keepFields")]
    [TestCase("format.regex = (a)(b)", "five groups")]
    [TestCase("format.search = x", "format.regex")]
    [TestCase("framing = octets", "lf, auto")]
    [TestCase("eventSize = 0", "eventSize")]
    public void Keys_that_make_no_sense_are_named(string keys, string named) =>
        RunningSource.Plan("syslogtcp", "port = 0\n" + keys).Problems.Should().Contain(p => p.ToString().Contains(named, StringComparison.Ordinal));

    private static string? Host(Event item) => item.Headers.TryGetText("host", out var host) ? host : null;

    private static int PortOf(RunningSource source) => ((SyslogTcpSource)source.Source).Address!.Port;

    private static Task<RunningSource> StartAsync(string keys = "", int capacity = 10_000) =>
        RunningSource.StartAsync("syslogtcp", "host = 127.0.0.1\nport = 0\n" + keys, capacity);

    private static async Task SendAsync(RunningSource source, string text)
    {
        await using var client = await RunningSource.ConnectAsync(PortOf(source));
        await client.WriteAsync(Encoding.UTF8.GetBytes(text));
    }
}
