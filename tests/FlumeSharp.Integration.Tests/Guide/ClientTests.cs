using System.Diagnostics;
using System.Text;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>The programs that the guide offers for sending events, against the shipped agent.</summary>
[Category("Integration")]
public sealed class ClientTests
{
    // What a client of the first user does, with the package 'requests': a naive UTC time with microseconds and a Z, three headers, base64.
    private const string RequestsClient = """
        import base64, json, os, sys
        from datetime import datetime, timezone
        import requests

        for number in range(3):
            event = {"event_id": f"click-{number}", "message": "clicked the button \u00fc", "source": "frontend", "data": {"button": "submit"}}
            event["timestamp"] = datetime.now(timezone.utc).replace(tzinfo=None).isoformat() + "Z"
            body = json.dumps(event)
            answer = requests.post(os.environ["FLUME_URL"], headers={"Content-Type": "application/json"}, json=[{
                "headers": {"timestamp": event["timestamp"], "source": event["source"], "event_id": event["event_id"]},
                "body": base64.b64encode(body.encode()).decode(),
            }])
            print(answer.status_code, body)
        """;

    [Test]
    public async Task A_python_client_with_requests_finds_its_events_in_the_files()
    {
        await using var agent = await GuideAgent.StartAsync();
        var run = await Script.RunAsync("python3", ["-c", RequestsClient], agent.Environment());
        if (run.Errors.Contains("No module named 'requests'", StringComparison.Ordinal))
            Script.Missing("Python's package 'requests' is not installed (Debian: apt-get install python3-requests)");

        var printed = run.ShouldEndWith(0).Output.TrimEnd('\n').Split('\n');
        printed.Should().HaveCount(3).And.OnlyContain(line => line.StartsWith("200 {", StringComparison.Ordinal));
        var sent = printed.Select(line => Convert.ToBase64String(Encoding.UTF8.GetBytes(line["200 ".Length..])));
        Lines(await agent.StopAndReadAsync()).Should().Equal(sent);
    }

    [Test]
    public async Task The_python_client_of_the_examples_sends_the_lines_of_its_input()
    {
        await using var agent = await GuideAgent.StartAsync();
        var lines = Enumerable.Range(0, 250).Select(static number => $"line {number} with ümlauts and \"quotes\"").ToList();

        var run = await Script.RunAsync(
            "python3",
            [GuideFiles.Path("examples", "clients", "flume_client.py"), "--header", "source=app"],
            agent.Environment(),
            string.Join('\n', lines) + "\n");

        run.ShouldEndWith(0).Errors.Should().Contain("250 events delivered");
        Lines(await agent.StopAndReadAsync()).Should().Equal(lines);
    }

    [Test]
    public async Task The_python_client_of_the_examples_sends_a_line_while_its_input_stays_open()
    {
        await using var agent = await GuideAgent.StartAsync();
        var start = new ProcessStartInfo("python3", [GuideFiles.Path("examples", "clients", "flume_client.py"), "--url", agent.Url]) { RedirectStandardInput = true, RedirectStandardError = true };
        using var client = Process.Start(start)!;
        try
        {
            await client.StandardInput.WriteAsync("one line of a slow log\n");
            await client.StandardInput.FlushAsync();

            await Eventually.IsTrue(() => agent.Written().Contains("one line of a slow log\n", StringComparison.Ordinal), "the line is in a file");
        }
        finally
        {
            client.StandardInput.Close();
            await client.WaitForExitAsync();
        }

        client.ExitCode.Should().Be(0);
    }

    [Test]
    public async Task The_python_client_of_the_examples_says_so_when_no_agent_answers_as_it_should()
    {
        await using var agent = await GuideAgent.StartAsync();

        // 101 events are more than a transaction of the shipped channel holds: refused for good, not tried for ever.
        var run = await Script.RunAsync(
            "python3",
            ["-c", "import sys; sys.path.insert(0, sys.argv[1]); import flume_client as c; c.FlumeClient(sys.argv[2], attempts=2).send([c.Event('x')] * 101)",
                GuideFiles.Path("examples", "clients"), agent.Url],
            agent.Environment());

        run.ExitCode.Should().Be(1);
        run.Errors.Should().Contain("FlumeError: given up after 2 attempts; the last one: 503");
    }

    [Test]
    public async Task The_csharp_client_sends_its_arguments()
    {
        await using var agent = await GuideAgent.StartAsync();

        var run = await Script.RunAsync(GuideFiles.CSharpClient, ["first event", "second \"event\", with ümlauts"], agent.Environment());

        run.ShouldEndWith(0).Output.Should().Be("2 events delivered\n");
        Lines(await agent.StopAndReadAsync()).Should().Equal("first event", "second \"event\", with ümlauts");
    }

    [Test]
    public async Task The_csharp_client_reports_what_the_agent_refuses()
    {
        await using var agent = await GuideAgent.StartAsync();
        var environment = agent.Environment();
        environment["FLUME_URL"] = agent.Url + "/" + new string('x', 9000);

        var run = await Script.RunAsync(GuideFiles.CSharpClient, ["an event"], environment);

        run.ShouldEndWith(1).Errors.Should().Contain("were not delivered").And.Contain("414");
    }

    private static IEnumerable<string> Lines(IReadOnlyDictionary<string, string> files) =>
        files.OrderBy(static file => file.Key, StringComparer.Ordinal).SelectMany(static file => file.Value.TrimEnd('\n').Split('\n'));
}
