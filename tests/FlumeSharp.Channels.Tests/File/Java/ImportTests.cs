using FlumeSharp.Channels.File;
using FlumeSharp.Channels.File.Import;
using FlumeSharp.Channels.File.JavaLogs;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.Tests.File.Java;

/// <summary>A channel that starts on directories of Java Flume has its events: in order, each once, whatever interrupts the import.</summary>
public sealed class ImportTests
{
    private const int Batch = 9;

    [TestCase("two-data-dirs")]
    [TestCase("dual-compressed-primary-bad")]
    [TestCase("clean-empty")]
    public async Task A_channel_starts_with_the_events_that_Flume_left(string name)
    {
        using var golden = new GoldenChannel(name);
        var expected = golden.Expected;
        var java = JavaFiles.Find(golden.Directories);

        (await StartAndTakeAllAsync(golden)).Should().Equal(expected);

        java.Should().OnlyContain(static file => !System.IO.File.Exists(file) && System.IO.File.Exists(file + JavaFiles.Suffix));
        (await StartAndTakeAllAsync(golden)).Should().BeEmpty("a second start imports nothing");
    }

    [Test]
    public async Task An_import_that_crashes_anywhere_goes_on_with_every_event_once_and_in_order()
    {
        var expected = Array.Empty<string>() as IReadOnlyList<string>;
        var crashes = 0;
        for (var crash = 1; ; crash++)
        {
            using var golden = new GoldenChannel("two-data-dirs");
            expected = golden.Expected;
            if (!await CrashAsync(golden, crash))
                break;
            crashes++;

            (await StartAndTakeAllAsync(golden)).Should().Equal(expected, "the import crashed at its step {0}", crash);

            System.IO.File.Exists(golden.File("data1", ImportJournal.FileName)).Should().BeFalse();
            JavaChannelDirectories.HoldsLogs(golden.File("data1")).Should().BeFalse();
        }

        var batches = (expected.Count + Batch - 1) / Batch;
        var steps = Enum.GetValues<ImportStep>().Length - 2;
        crashes.Should().BeGreaterThanOrEqualTo(batches + steps, "each batch, each step and each renamed file is a place to crash at");
    }

    [Test]
    public async Task An_import_that_crashes_again_and_again_comes_to_its_end()
    {
        using var golden = new GoldenChannel("two-data-dirs");
        var expected = golden.Expected;

        // Each try gets two steps further, and begins with what the one before has left.
        var tries = 0;
        while (await CrashAsync(golden, 2))
            (++tries).Should().BeLessThan(100);

        tries.Should().BeGreaterThan(3);
        (await StartAndTakeAllAsync(golden)).Should().Equal(expected);
    }

    [Test]
    public async Task Events_that_cannot_be_read_are_logged_listed_and_left_out()
    {
        using var golden = new GoldenChannel("corrupt-body-kill");
        var host = new TestHost();
        var expected = golden.Committed().Where(static (_, i) => i != 7);

        (await StartAndTakeAllAsync(golden, host)).Should().Equal(expected);

        var log = host.Logs.GetSnapshot().Select(static record => record.Message).ToList();
        log.Should().ContainSingle(static line => line.Contains("log-1 at 645") && line.Contains("checksum"));
        System.IO.File.ReadAllText(golden.File("data", "java-import-problems.txt")).Should().Contain("LostEvent").And.Contain("log-1:645");
    }

    [Test]
    public async Task Events_that_cannot_be_read_do_not_confuse_an_import_that_goes_on()
    {
        for (var crash = 1; ; crash++)
        {
            using var golden = new GoldenChannel("corrupt-body-kill");
            var expected = golden.Committed().Where(static (_, i) => i != 7);
            if (!await CrashAsync(golden, crash))
                break;

            (await StartAndTakeAllAsync(golden)).Should().Equal(expected, "the import crashed at its step {0}", crash);
        }
    }

    [Test]
    public async Task A_channel_too_small_for_the_events_does_not_start_and_changes_nothing()
    {
        using var golden = new GoldenChannel("many-logs");
        var host = new TestHost();
        await using var channel = FileChannels.Create(host, Options(golden, capacity: 20));

        var start = async () => await channel.StartAsync(CancellationToken.None);

        (await start.Should().ThrowAsync<ChannelException>()).WithMessage("85 events wait*capacity is 20; raise 'capacity'.");
        JavaChannelDirectories.HoldsLogs(golden.File("data")).Should().BeTrue();
        System.IO.File.Exists(golden.File("data", ImportJournal.FileName)).Should().BeFalse();
    }

    [Test]
    public async Task Encrypted_logs_without_a_key_store_do_not_start_and_change_nothing()
    {
        using var golden = new GoldenChannel("encrypted-kill");
        var host = new TestHost();
        await using var channel = FileChannels.Create(host, Options(golden));

        var start = async () => await channel.StartAsync(CancellationToken.None);

        (await start.Should().ThrowAsync<ChannelException>()).WithMessage("*log-1 is encrypted with the key 'key-0'; name the key store*");
        JavaChannelDirectories.HoldsLogs(golden.File("data")).Should().BeTrue();
    }

    [TestCase("encrypted-clean")]
    [TestCase("encrypted-kill")]
    [TestCase("encrypted-later")]
    [TestCase("encrypted-rotated")]
    public async Task A_channel_starts_on_encrypted_logs_with_the_keys_that_Flume_had(string name)
    {
        using var golden = new GoldenChannel(name);
        var expected = golden.Expected;
        var legible = Convert.FromBase64String(expected[^1][(expected[^1].LastIndexOf(']') + 1)..]);

        // Flume's own file, whose options the binder reads.
        var options = GoldenOptions(golden, System.IO.File.Exists(golden.Source("open.conf")) ? "open.conf" : "agent.conf");
        var host = new TestHost();
        await using (var channel = await FileChannels.StartAsync(host, options))
        {
            channel.EventCount.Should().Be(expected.Count);
        }

        System.IO.File.ReadAllBytes(golden.File("data", "segment-0000000001.log")).AsSpan().IndexOf(legible).Should().Be(-1, "the imported events are encrypted again");
        (await StartAndTakeAllAsync(golden, options: options)).Should().Equal(expected);
    }

    [Test]
    public async Task A_wrong_password_keeps_Flumes_files_as_they_are()
    {
        using var golden = new GoldenChannel("encrypted-rotated");
        var options = GoldenOptions(golden, "open.conf");
        System.IO.File.WriteAllText(golden.File("keys", "key-1.pw"), "wrong");
        await using var channel = FileChannels.Create(new TestHost(), options);

        var start = async () => await channel.StartAsync(CancellationToken.None);

        (await start.Should().ThrowAsync<ChannelException>()).WithMessage("The key 'key-1' cannot be used: Key store '*keystore.jceks': the key 'key-1' cannot be used: the password is wrong*");
        JavaChannelDirectories.HoldsLogs(golden.File("data")).Should().BeTrue();
    }

    private static FileChannelOptions GoldenOptions(GoldenChannel golden, string file)
    {
        const string Prefix = "a1.channels.c.";
        var text = System.IO.File.ReadAllText(golden.Source(file)).Replace("@DIR@", golden.Root, StringComparison.Ordinal);
        var pairs = PropertiesReader.ReadText(file, text).Entries.Where(static entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal) && entry.Key != Prefix + "type")
            .Select(static entry => KeyValuePair.Create(entry.Key[Prefix.Length..], entry.Value));
        var scope = new BindingScope("Channel 'c' (file)", null, new ComponentRegistry(), static _ => false);
        var result = OptionsBinder.Bind(typeof(FileChannelOptions), ComponentProperties.Create("a1.channels.c", pairs), scope);
        result.Problems.Should().BeEmpty();
        return (FileChannelOptions)result.Options!;
    }

    private static FileChannelOptions Options(GoldenChannel golden, int capacity = 100_000)
    {
        var directories = golden.Directories;
        return new FileChannelOptions
        {
            CheckpointDir = directories.Checkpoint ?? golden.File("checkpoint"),
            UseDualCheckpoints = directories.Backup is not null,
            BackupCheckpointDir = directories.Backup,
            DataDirs = string.Join(',', directories.Data),
            Capacity = capacity,
            TransactionCapacity = Batch,
            MinimumRequiredSpace = 1 << 20,
        };
    }

    // The directories are found by Java's files, which an interrupted import may have renamed: look where they were.
    private static FileChannelOptions OptionsAfterCrash(GoldenChannel golden) => new()
    {
        CheckpointDir = golden.File("checkpoint"),
        UseDualCheckpoints = Directory.Exists(golden.File("backup")),
        BackupCheckpointDir = Directory.Exists(golden.File("backup")) ? golden.File("backup") : null,
        DataDirs = string.Join(',', new[] { "data", "data1", "data2" }.Select(name => golden.File(name)).Where(Directory.Exists)),
        Capacity = 100_000,
        TransactionCapacity = Batch,
        MinimumRequiredSpace = 1 << 20,
    };

    private static async Task<bool> CrashAsync(GoldenChannel golden, int at)
    {
        var step = 0;
        var environment = new FileChannelEnvironment { ImportFault = _ => { if (++step == at) throw new Crash(); } };
        await using var channel = FileChannels.Create(new TestHost(), OptionsAfterCrash(golden), environment);
        try
        {
            await channel.StartAsync(CancellationToken.None);
            return false;
        }
        catch (Crash)
        {
            return true;
        }
    }

    private static async Task<List<string>> StartAndTakeAllAsync(GoldenChannel golden, TestHost? host = null, FileChannelOptions? options = null)
    {
        await using var channel = await FileChannels.StartAsync(host ?? new TestHost(), options ?? OptionsAfterCrash(golden));
        var taken = new List<string>();
        var batch = new EventBatch(Batch);
        while (channel.EventCount > 0)
        {
            await using var transaction = channel.BeginTransaction();
            batch.Clear();
            await transaction.TakeAsync(batch, Batch);
            await transaction.CommitAsync();
            foreach (var item in batch.Events)
                taken.Add(GoldenChannel.Canonical(item));
        }

        await channel.StopAsync(CancellationToken.None);
        return taken;
    }

    private sealed class Crash : Exception;
}
