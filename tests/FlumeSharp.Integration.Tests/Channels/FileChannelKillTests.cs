using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Channels;

/// <summary>
/// The real agent under load, HTTP → file → hdfs on file://, killed with -9 at random moments, in its recovery too: every event whose
/// request was answered with 200 is delivered, and every delivered byte is right. <c>eng/chaos.sh file-channel</c> runs it for longer.
/// </summary>
[Category("Integration")]
public sealed class FileChannelKillTests
{
    private const int SigKill = 9;
    private const int Clients = 4;
    private const int EventsPerRequest = 20;
    private const int MostAnswers = 400;
    private const int MostMillisecondsOfAStart = 600;
    private const string Rounds = "FLUMESHARP_KILL_ROUNDS";
    private const string Seed = "FLUMESHARP_KILL_SEED";
    private const string Report = "FLUMESHARP_KILL_REPORT";
    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Every_acknowledged_event_is_delivered_however_often_the_agent_is_killed([Values] bool isEncrypted)
    {
        var rounds = Number(Rounds) ?? 25;
        rounds = isEncrypted ? Math.Max(3, rounds / 10) : rounds;
        string[] keys = isEncrypted ? Encryption() : [];
        var seed = Number(Seed) ?? Random.Shared.Next();
        TestContext.Progress.WriteLine($"seed {seed}, {rounds} rounds{(isEncrypted ? ", encrypted" : "")}");
        var clock = Stopwatch.StartNew();
        var random = new Random(seed);
        var ledger = new KillLedger(EventsPerRequest);
        for (var round = 0; round < rounds; round++)
        {
            await using var agent = FileChannelAgent.Start(_folder, _folder.Path, keys);
            if (random.Next(5) == 0)
            {
                await KillStartingAsync(agent, random.Next(MostMillisecondsOfAStart));
            }
            else
            {
                await LoadAndKillAsync(agent, round, random.Next(1, MostAnswers), ledger);
            }

            agent.Output.Should().NotContain("Damaged", "seed {0}: a kill damages nothing", seed);
        }

        await using (var last = FileChannelAgent.Start(_folder, _folder.Path, keys))
        {
            await FileChannelAgent.IsEmptyAsync(last, TimeSpan.FromMinutes(3));
            last.Signal(AgentProcess.SigTerm);
            (await last.ExitAsync()).Should().Be(0);
            last.Output.Should().NotContain("Damaged", "seed {0}", seed);
        }

        foreach (var line in FileChannelAgent.Delivered(_folder))
        {
            ledger.Deliver(line);
        }

        var missing = ledger.Missing();
        await WriteReportAsync(string.Create(CultureInfo.InvariantCulture, $"""
            | channel | rounds | acknowledged | delivered | duplicates | missing | corrupted | seed | minutes | date |
            |---|---|---|---|---|---|---|---|---|---|
            | {(isEncrypted ? "encrypted" : "plain")} | {rounds} | {ledger.Acknowledged} | {ledger.Delivered} | {ledger.Duplicates} | {missing.Count} | {ledger.Corrupted} | {seed} | {clock.Elapsed.TotalMinutes:F1} | {TimeProvider.System.GetUtcNow():yyyy-MM-dd} |
            """));
        ledger.Acknowledged.Should().BePositive();
        ledger.Strange.Should().BeEmpty("seed {0}: no event is damaged", seed);
        missing.Take(10).Should().BeEmpty("seed {0}: what was answered with 200 is delivered", seed);
    }

    // The proof that the ledger can tell.
    [Test]
    public void A_missing_a_doubled_and_a_damaged_event_are_counted()
    {
        var ledger = new KillLedger(2);
        ledger.Acknowledge(1, 2, 40);
        ledger.Deliver(KillLedger.Body(1, 2, 40));
        ledger.Deliver(KillLedger.Body(1, 2, 40));
        ledger.Deliver(KillLedger.Body(1, 2, 41).Replace("p", "q", StringComparison.Ordinal));

        ledger.Missing().Should().Equal(KillLedger.Body(1, 2, 41));
        (ledger.Acknowledged, ledger.Delivered, ledger.Duplicates, ledger.Corrupted).Should().Be((2, 3, 1, 1));
        ledger.Strange.Should().ContainSingle();
    }

    // The clients write until the agent is gone; the kill comes after some number of answers.
    private static async Task LoadAndKillAsync(AgentProcess agent, int round, int afterAnswers, KillLedger ledger)
    {
        var source = await agent.HttpSourceAsync();
        using var client = new HttpClient();
        using var answers = new SemaphoreSlim(0);
        var posting = Enumerable.Range(0, Clients).Select(number => Task.Run(() => PostAsync(client, source, round, number, answers, ledger))).ToArray();
        for (var i = 0; i < afterAnswers; i++)
        {
            (await answers.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue("the agent answers");
        }

        agent.Signal(SigKill);
        await Task.WhenAll(posting);
        await agent.ExitAsync();
    }

    // At a random moment of its start, most often in the recovery: the moment is all that matters here.
    private static async Task KillStartingAsync(AgentProcess agent, int afterMilliseconds)
    {
        await Task.Delay(afterMilliseconds, CancellationToken.None);
        agent.Signal(SigKill);
        await agent.ExitAsync();
    }

    private static async Task PostAsync(HttpClient client, Uri source, int round, int number, SemaphoreSlim answers, KillLedger ledger)
    {
        var text = new StringBuilder();
        for (var first = 0; ; first += EventsPerRequest)
        {
            text.Clear().Append('[');
            for (var i = first; i < first + EventsPerRequest; i++)
            {
                text.Append(i == first ? "" : ",").Append("{\"headers\":{\"h\":\"v\"},\"body\":\"").Append(KillLedger.Body(round, number, i)).Append("\"}");
            }

            using var content = new StringContent(text.Append(']').ToString(), Encoding.UTF8, "application/json");
            try
            {
                using var answer = await client.PostAsync(source, content);
                if (answer.IsSuccessStatusCode)
                {
                    ledger.Acknowledge(round, number, first);
                    answers.Release();
                }
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : null;

    private static async Task WriteReportAsync(string table)
    {
        await TestContext.Progress.WriteLineAsync(table);
        if (Environment.GetEnvironmentVariable(Report) is { Length: > 0 } file)
        {
            await File.AppendAllTextAsync(file, table + "\n");
        }
    }

    private string[] Encryption()
    {
        var key = _folder.File("key");
        File.WriteAllText(key, new string('7', 64));
        return
        [
            "a1.channels.c1.encryption.activeKey = k",
            "a1.channels.c1.encryption.cipherProvider = AESGCM",
            "a1.channels.c1.encryption.keyProvider = KEYFILE",
            $"a1.channels.c1.encryption.keyProvider.keys.k.file = {key}",
        ];
    }
}
