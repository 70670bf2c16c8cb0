using System.Text;
using FlumeSharp.Components;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Logger;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LoggerSinkTests
{
    private readonly TestHost _host = new();
    private readonly ListChannel _channel = new();

    // Recorded from Flume 1.11.
    [TestCase("hello", "Event: { headers:{} body: 68 65 6C 6C 6F                                  hello }")]
    [TestCase("Hello world!\r", "Event: { headers:{} body: 48 65 6C 6C 6F 20 77 6F 72 6C 64 21 0D          Hello world!. }")]
    [TestCase("", "Event: { headers:{} body: }")]
    public async Task Messages_look_as_flume_writes_them(string body, string expected) => (await LogAsync(new Event(Encoding.UTF8.GetBytes(body)))).Should().Be(expected);

    [Test]
    public async Task Longer_bodies_go_on_in_rows_with_their_offset()
    {
        var message = await LogAsync(new Event("0123456789abcdefXYZé\n"u8.ToArray()), maxBytes: 100);

        message.Should().Be(
            "Event: { headers:{} body: 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 0123456789abcdef\n" +
            "00000010 58 59 5A C3 A9 0A                               XYZ... }");
    }

    [Test]
    public async Task Only_the_first_sixteen_bytes_are_shown_by_default() =>
        (await LogAsync(new Event("0123456789abcdefXYZ"u8.ToArray()))).Should().EndWith("65 66 0123456789abcdef }");

    [Test]
    public async Task Whole_rows_end_without_a_line_end() =>
        (await LogAsync(new Event(new byte[32]), maxBytes: 32)).Should().EndWith("00 ................ }");

    [Test]
    public async Task No_bytes_at_all_read_as_in_flume() =>
        (await LogAsync(new Event("x"u8.ToArray()), maxBytes: 0)).Should().Be(
            "Event: { headers:{} body:...Exception while dumping: illegal index: 0 into array of length 0 }");

    [Test]
    public async Task Headers_come_in_the_order_of_a_java_map_and_null_is_spelt_out()
    {
        var headers = EventHeaders.Create([new("m", "1"), new("topic", null), new("timestamp", "3"), new("app", "4")]);

        (await LogAsync(new Event(default, headers))).Should().Be("Event: { headers:{app=4, topic=null, m=1, timestamp=3} body: }");
    }

    [Test]
    public async Task Each_event_is_a_transaction_of_its_own()
    {
        _channel.Add(new Event(default), new Event(default));
        await using var sink = Create(16);

        (await sink.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Ready);

        _channel.Commits.Should().Be(1);
        _channel.EventCount.Should().Be(1);
    }

    [Test]
    public async Task An_empty_channel_is_said_to_be_empty_and_nothing_is_logged()
    {
        await using var sink = Create(16);

        (await sink.ProcessAsync(CancellationToken.None)).Should().Be(ProcessStatus.Empty);

        _host.Logs.Count.Should().Be(0);
    }

    private LoggerSink Create(int maxBytes) => new(new LoggerSinkOptions { MaxBytesToLog = maxBytes }, _host.Sink(_channel));

    private async Task<string> LogAsync(Event item, int? maxBytes = null)
    {
        _channel.Add(item);
        await using var sink = Create(maxBytes ?? new LoggerSinkOptions().MaxBytesToLog);
        await sink.ProcessAsync(CancellationToken.None);
        _host.Logs.LatestRecord.Level.Should().Be(LogLevel.Information);
        return _host.Logs.LatestRecord.Message;
    }
}
