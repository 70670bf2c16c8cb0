using System.Text.Json;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Agent.Hosting.Reload;
using FlumeSharp.Runtime;

namespace FlumeSharp.Agent.Monitoring;

public sealed class HealthWriterTests
{
    [Test]
    public void Reasons_are_readable_and_the_answer_is_json()
    {
        var reason = "Sink 'k1' <hdfs>: \"host=nn\"\n\u6f22\u2028";
        var agent = new RunningAgent(new PipelinePlan("a'1", [], [], [], [])) { Rejection = new Rejection(reason, DateTimeOffset.UnixEpoch) };

        var (_, json) = HealthWriter.Ready(agent);

        json.Should().Contain("\"agent\":\"a'1\"").And.Contain("Sink 'k1' <hdfs>: \\\"host=nn\\\"\\n\u6f22");
        using var document = JsonDocument.Parse(json);
        document.RootElement.GetProperty("configuration").GetProperty("reason").GetString().Should().Be(reason);
    }
}
