using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>The guide's command lines with curl, against the shipped agent.</summary>
[Category("Integration")]
public sealed class CurlTests
{
    // The guide's way to post: ISO 8601 in UTC with milliseconds, a JSON document in base64, line end included.
    private const string PostOneEvent = """
        time=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
        document='{"timestamp":"'$time'","event_id":"e1","message":"signed in","source":"web-app","level":"INFO","data":{"user":"u1","address":"192.168.1.100"}}'
        body=$(echo "$document" | base64 -w 0)
        curl -sS -w '%{http_code} %{time_total}\n' -X POST -H 'Content-Type: application/json' "$FLUME_URL" \
            -d '[ { "headers": { "timestamp": "'$time'", "source": "web-app", "event_id": "e1" }, "body": "'$body'" } ]'
        echo "$time"
        echo "$document"
        """;

    [Test]
    public async Task An_event_with_an_iso_timestamp_and_a_base64_body_is_stored_as_posted()
    {
        await using var agent = await GuideAgent.StartAsync();

        var posted = (await Script.BashAsync(PostOneEvent, agent.Environment())).ShouldEndWith(0).Output.Split('\n');

        posted[0].Should().StartWith("200 ");
        var file = (await agent.StopAndReadAsync()).Should().ContainSingle().Subject;
        file.Key.Should().MatchRegex($@"^{HourOf(posted[1])}/events\.\d{{13}}\.log$");
        file.Value.Should().Be(Convert.ToBase64String(Encoding.UTF8.GetBytes(posted[2] + "\n")) + "\n");
    }

    [Test]
    public async Task The_commented_line_of_the_configuration_makes_it_the_document_itself()
    {
        await using var agent = await GuideAgent.StartAsync(await WithBase64Async());

        var posted = (await Script.BashAsync(PostOneEvent, agent.Environment())).ShouldEndWith(0).Output.Split('\n');

        posted[0].Should().StartWith("200 ");
        var file = (await agent.StopAndReadAsync()).Should().ContainSingle().Subject;
        file.Value.Should().Be(posted[2] + "\n\n", "echo ends the document with a line end, and the sink each event with another");
        using var document = JsonDocument.Parse(file.Value);
        document.RootElement.GetProperty("message").GetString().Should().Be("signed in");
    }

    [Test]
    public async Task The_table_of_the_readme_is_true()
    {
        await using var shipped = await GuideAgent.StartAsync();
        await using var decoding = await GuideAgent.StartAsync(await WithBase64Async());

        (await PostAsync(shipped, "hello")).Should().Be("200");
        (await PostAsync(shipped, "aGVsbG8=")).Should().Be("200");
        (await PostAsync(decoding, "hello")).Should().StartWith("400: ").And.Contain("The body of event 1 is not base64");
        (await PostAsync(decoding, "aGVsbG8=")).Should().Be("200");

        (await shipped.StopAndReadAsync()).Values.Should().Equal("hello\naGVsbG8=\n");
        (await decoding.StopAndReadAsync()).Values.Should().Equal("hello\n");
    }

    [Test]
    public async Task The_health_check_of_the_guide_succeeds_and_stores_nothing()
    {
        await using var agent = await GuideAgent.StartAsync();

        (await Script.BashAsync("curl -f \"$FLUME_URL\" && curl -fI \"$FLUME_URL\" && curl -f \"$FLUME_URL/healthz\"", agent.Environment())).ShouldEndWith(0);

        await agent.StopAsync();
        agent.Output.Should().Contain("Stopped: 0 events delivered, nothing remained.");
    }

    [Test]
    public async Task The_health_check_fails_when_nobody_listens()
    {
        await using var agent = await GuideAgent.StartAsync();
        await agent.StopAsync();

        (await Script.BashAsync("curl -f \"$FLUME_URL\"", agent.Environment())).ExitCode.Should().Be(7, "that is curl's code for a refused connection");
    }

    [TestCase("2024-01-15T14:30:00Z")]
    [TestCase("2024-01-15T14:30:00.000Z")]
    [TestCase("2024-01-15T14:30:00.123456Z")]
    [TestCase("2024-01-15T16:30:00+02:00")]
    [TestCase("1705329000000")]
    public async Task Every_way_the_guide_writes_a_time_leads_to_the_folder_of_its_hour(string time)
    {
        await using var agent = await GuideAgent.StartAsync();

        (await PostAsync(agent, "x", time)).Should().Be("200");

        (await agent.StopAndReadAsync()).Keys.Should().ContainSingle().Which.Should().StartWith(HourOf("2024-01-15T14:30:00Z") + "/");
    }

    [Test]
    public async Task The_script_among_the_clients_delivers_any_text()
    {
        await using var agent = await GuideAgent.StartAsync();
        var environment = agent.Environment();
        environment["TEXT"] = "a \"quoted\" \\ text,\twith ümlauts";

        (await Script.BashAsync($"'{GuideFiles.Path("examples", "clients", "curl.sh")}' \"$TEXT\" source=web-app timestamp=2024-01-15T14:30:00.000Z", environment)).ShouldEndWith(0);

        var file = (await agent.StopAndReadAsync()).Should().ContainSingle().Subject;
        file.Key.Should().StartWith(HourOf("2024-01-15T14:30:00Z") + "/");
        file.Value.Should().Be(environment["TEXT"] + "\n");
    }

    [Test]
    public async Task The_script_among_the_clients_sends_base64_when_asked_to()
    {
        await using var agent = await GuideAgent.StartAsync(await WithBase64Async());
        var environment = agent.Environment();
        environment["FLUME_BASE64"] = "1";

        (await Script.RunAsync(GuideFiles.Path("examples", "clients", "curl.sh"), ["two\nlines"], environment)).ShouldEndWith(0);

        (await agent.StopAndReadAsync()).Values.Should().Equal("two\nlines\n");
    }

    /// <summary>The shipped configuration with the line of <c>bodyEncoding</c> switched on, as its comment invites to do.</summary>
    private static async Task<string> WithBase64Async()
    {
        var shipped = await File.ReadAllTextAsync(GuideAgent.Configuration);
        const string Line = "http-to-hdfs-agent.sources.http-source.handler.bodyEncoding = base64";
        shipped.Should().Contain("\n# " + Line + "\n");
        return shipped.Replace("# " + Line, Line, StringComparison.Ordinal);
    }

    private static async Task<string> PostAsync(GuideAgent agent, string body, string time = "2026-11-24T14:30:00.000Z")
    {
        using var http = new HttpClient();
        using var content = new StringContent($$"""[{"headers":{"timestamp":"{{time}}"},"body":"{{body}}"}]""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(agent.Url), content);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture) + (text.Length > 0 ? ": " + text : "");
    }

    /// <summary>The folder of a time, as the shipped path has it: in the time zone of this machine.</summary>
    private static string HourOf(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToLocalTime().ToString("yyyy-MM-dd/HH", CultureInfo.InvariantCulture);
}
