using System.Globalization;

namespace FlumeSharp.Channels.File;

/// <summary>
/// Puts, takes, commits, rollbacks, checkpoints, full disks, failing flushes, and crashes at any operation and at every named point; a
/// kill keeps the machine's memory, a power cut loses, tears and reorders what was not flushed.
/// </summary>
public sealed class ModelTests
{
    private const int Steps = 34_000;
    private const int EncryptedSteps = 15_000;

    // FLUMESHARP_MODEL_ROUNDS asks for more than one run, FLUMESHARP_MODEL_SEED for the run of a seed.
    [Test]
    public async Task Exactly_the_committed_and_untaken_events_survive_in_order([Values(1, 2, 3)] int dataDirs) => await RunAsync(dataDirs, Steps, isEncrypted: false);

    [Test]
    public async Task Encrypted_events_survive_in_the_same_way([Values(1, 2)] int dataDirs) => await RunAsync(dataDirs, EncryptedSteps, isEncrypted: true);

    // The proof that the tests above can fail: kill -9 alone would never tell.
    [Test]
    public async Task Without_real_flushes_events_are_lost_and_the_model_sees_it()
    {
        await using var run = new ModelRun(4711, 1, liesAboutFlushes: true);

        await run.Awaiting(r => r.RunAsync(Steps)).Should().ThrowAsync<Exception>();
    }

    private static async Task RunAsync(int dataDirs, int steps, bool isEncrypted)
    {
        var rounds = Number("FLUMESHARP_MODEL_ROUNDS") ?? 1;
        var crashes = new HashSet<string>();
        for (var round = 0; round < rounds; round++)
        {
            var seed = Number("FLUMESHARP_MODEL_SEED") ?? Random.Shared.Next();
            TestContext.Out.WriteLine($"seed {seed}, {dataDirs} data directories{(isEncrypted ? ", encrypted" : "")}");
            await using var run = new ModelRun(seed, dataDirs, isEncrypted: isEncrypted);
            try
            {
                await run.RunAsync(steps);
            }
            catch (Exception failure)
            {
                throw new AssertionException($"seed {seed}, step {run.Steps}: {failure.Message}{Environment.NewLine}{run.Trace}", failure);
            }

            crashes.UnionWith(run.Crashes.Keys);
        }

        crashes.Should().HaveCount(Enum.GetValues<Storage.FaultPoint>().Length, "every named point was crashed at");

        static int? Number(string variable) =>
            int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
