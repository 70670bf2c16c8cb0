using System.Text.Json;
using FlumeSharp.Metrics;

namespace FlumeSharp.Agent.Monitoring;

public sealed class MetricsWriterTests
{
    [Test]
    public void Names_are_escaped_as_Gson_escapes_them()
    {
        var json = FlumeJsonWriter.Write([new SinkCounters("<k='1'> & \"\\\u0001\u2028ü")]);

        json.Should().StartWith("{\"SINK.\\u003ck\\u003d\\u00271\\u0027\\u003e \\u0026 \\\"\\\\\\u0001\\u2028ü\":{\"Type\":\"SINK\",");
        using var parsed = JsonDocument.Parse(json);
        parsed.RootElement.EnumerateObject().Single().Name.Should().Be("SINK.<k='1'> & \"\\\u0001\u2028ü");
    }

    [Test]
    public void Every_value_is_a_string()
    {
        var channel = new ChannelCounters("c1");
        channel.Start(TimeProvider.System);
        channel.Capacity.Set(200);
        channel.Size.Set(25);

        using var json = JsonDocument.Parse(FlumeJsonWriter.Write([channel]));

        var members = json.RootElement.GetProperty("CHANNEL.c1").EnumerateObject().ToList();
        members.Should().OnlyContain(static member => member.Value.ValueKind == JsonValueKind.String);
        members.Single(static member => member.Name == "ChannelFillPercentage").Value.GetString().Should().Be("12.5");
    }

    [Test]
    public void No_groups_are_an_empty_object() => FlumeJsonWriter.Write([]).Should().Be("{}");

    [TestCase("EventPutSuccessCount", true, "flume_event_put_success_total", "Flume_EventPutSuccessCount_total")]
    [TestCase("EventReadFail", true, "flume_event_read_fail_total", "Flume_EventReadFail_total")]
    [TestCase("OpenConnectionCount", false, "flume_open_connection", "Flume_OpenConnectionCount")]
    [TestCase("ChannelFillPercentage", false, "flume_channel_fill_percentage", "Flume_ChannelFillPercentage")]
    public void Attributes_have_a_name_in_either_style(string attribute, bool isCounter, string idiomatic, string flume)
    {
        var metric = new CounterGroup[] { new SourceCounters("r"), new ChannelCounters("c"), new SinkCounters("k") }
            .SelectMany(static group => group.Metrics).First(metric => metric.Name == attribute);

        metric.IsCounter.Should().Be(isCounter);
        PrometheusNames.Idiomatic(metric).Should().Be(idiomatic);
        PrometheusNames.Flume(metric).Should().Be(flume);
    }

    [Test]
    public void Labels_and_help_are_escaped()
    {
        var text = new PrometheusText();
        text.Family("x", "gauge", "one\ntwo \\ \"three\"");
        text.Sample("x", 1.5, ("name", "a\"b\\c\nd"));

        text.ToString().Should().Be("# HELP x one\\ntwo \\\\ \"three\"\n# TYPE x gauge\nx{name=\"a\\\"b\\\\c\\nd\"} 1.5\n");
    }

    [TestCase(null, 41414)]
    [TestCase("0", 0)]
    [TestCase("8080", 8080)]
    public void The_port_has_Flumes_default(string? port, int expected) => new MonitoringOptions("http", port, null).Endpoint().Port.Should().Be(expected);

    [TestCase("x", null)]
    [TestCase("65536", null)]
    [TestCase("-1", null)]
    [TestCase("1", "nowhere.example")]
    public void A_wrong_place_is_refused_with_the_key(string port, string? bind)
    {
        var endpoint = () => new MonitoringOptions("http", port, bind).Endpoint();

        endpoint.Should().Throw<FlumeException>().WithMessage("'flume.monitoring.*");
    }
}
