using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Channels;

/// <summary>
/// What the real agent asks of the kernel between a lone request and its answer, as <c>strace</c> sees it. kill -9 keeps the machine's
/// memory and proves nothing about flushes; this does.
/// </summary>
[Category("Integration")]
public sealed partial class FlushTraceTests
{
    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TempFolder();
        if (WhyNoTrace() is { } reason)
        {
            _folder.Dispose();
            if (Repository.IsCi)
            {
                Assert.Fail(reason);
            }

            Assert.Ignore(reason);
        }
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task A_lone_request_is_answered_after_its_segment_was_flushed()
    {
        var calls = await TraceAsync("a1.channels.c1.fsyncPerTransaction = true");

        Flushes(calls).Should().NotBeEmpty("a flush of the segment begins after the request came and ends before it is answered");
        calls.Should().Contain(call => call.StartsWith("fsync(", StringComparison.Ordinal) && call.Contains("/data>", StringComparison.Ordinal), "the new segment's name must last too");
    }

    // The proof that the test above can fail.
    [Test]
    public async Task Where_the_configuration_asks_for_no_flush_the_trace_has_none()
    {
        var calls = await TraceAsync("a1.channels.c1.fsyncPerTransaction = false");

        Flushes(calls).Should().BeEmpty();
    }

    private static IEnumerable<string> Flushes(IEnumerable<string> calls) =>
        calls.Where(call => Flush().IsMatch(call));

    // The calls that began after the request's bytes were read, and ended well before the answer's bytes were handed over.
    private async Task<List<string>> TraceAsync(string key)
    {
        var trace = _folder.File("trace");
        var start = new ProcessStartInfo(
            "strace",
            ["-D", "-f", "-y", "-s", "64", "-e", "signal=none", "-e", "trace=fsync,fdatasync,read,recvfrom,recvmsg,write,sendto,sendmsg,writev", "-o", trace, AgentProcess.Executable, .. FileChannelAgent.Arguments(_folder, _folder.Path, key)])
        {
            WorkingDirectory = _folder.Path,
        };
        await using (var agent = AgentProcess.Start(start))
        {
            var source = await agent.HttpSourceAsync();
            using var client = new HttpClient();
            using var content = new StringContent("[{\"headers\":{},\"body\":\"lone\"}]", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(source, content);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            agent.Signal(AgentProcess.SigTerm);
            (await agent.ExitAsync()).Should().Be(0);
        }

        var lines = new List<string>();
        await Eventually.IsTrue(
            async () =>
            {
                lines = [.. await File.ReadAllLinesAsync(trace)];
                return lines.Exists(static line => line.Contains("+++ exited with 0 +++", StringComparison.Ordinal)) && lines.Exists(IsAnswer);
            },
            "the trace is complete");
        var request = lines.FindIndex(static line => line.Contains("POST / HTTP/1.1", StringComparison.Ordinal));
        var response = lines.FindIndex(IsAnswer);
        request.Should().BeInRange(0, response - 1, "the trace has the request, and then the answer");
        return Completed(lines[(request + 1)..response]);
    }

    private static bool IsAnswer(string line) => line.Contains("HTTP/1.1 200 OK", StringComparison.Ordinal);

    // strace writes a call on two lines where another thread's comes between.
    private static List<string> Completed(List<string> lines)
    {
        var begun = new Dictionary<string, string>();
        var completed = new List<string>();
        foreach (var line in lines)
        {
            var thread = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            var call = line[thread.Length..].Trim();
            if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                begun[thread] = call[..^"<unfinished ...>".Length];
            }
            else if (Resumed().Match(call) is { Success: true } resumed)
            {
                if (begun.Remove(thread, out var start))
                {
                    completed.Add(start + call[resumed.Length..]);
                }
            }
            else
            {
                completed.Add(call);
            }
        }

        return completed;
    }

    private static string? WhyNoTrace()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", ["-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"strace may not trace here: {error}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "strace is not installed (Debian: apt-get install strace)";
        }
    }

    [GeneratedRegex(@"^f(data)?sync\(\d+</\S*/data/segment-\d+\.log>\s*\)\s*= 0")]
    private static partial Regex Flush();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();
}
