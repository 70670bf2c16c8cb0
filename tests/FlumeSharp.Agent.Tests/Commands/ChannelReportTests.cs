using FlumeSharp.Channels.File;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp channel</c> on the folders of a channel that was stopped.</summary>
public sealed class ChannelReportTests
{
    private TempFolder _temp = null!;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    [Test]
    public async Task A_whole_channel_is_whole_and_stat_and_dump_say_what_waits()
    {
        await FillAsync();

        var check = await RunAsync("check");
        check.ExitCode.Should().Be(ExitCodes.Ok);
        check.Output.Should().Contain("1 segments, ").And.Contain("3 puts, 1 takes: whole.");
        (await RunAsync("stat")).Output.Should().Contain("2 events wait in 1 segments");
        (await RunAsync("dump")).Output.Trim().Split('\n').Should().Equal(
            """{"number":2,"headers":{},"body":"c2Vjb25k"}""",
            """{"number":3,"headers":{},"body":"dGhpcmQ="}""");
    }

    [Test]
    public async Task Damage_is_found_by_check_and_put_aside_by_repair()
    {
        await FillAsync();
        var segment = Directory.GetFiles(_temp.File("data"), "segment-*").Single();
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[bytes.AsSpan().IndexOf("second"u8)] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);

        var check = await RunAsync("check", "--checkpoint", _temp.File("checkpoint"));
        check.ExitCode.Should().Be(ExitCodes.Failure);
        check.Output.Should().Contain($"{segment}: damaged event at ").And.Contain("1 damaged; 'flumesharp channel repair' puts them aside");
        var repair = await RunAsync("repair", "--checkpoint", _temp.File("checkpoint"));
        repair.Output.Should().Contain("1 damaged pieces were put aside; 1 events wait.");
        Directory.GetFiles(_temp.File("data", "quarantine")).Should().ContainSingle();

        (await RunAsync("dump", "--checkpoint", _temp.File("checkpoint"))).Output.Trim().Should().Be("""{"number":3,"headers":{},"body":"dGhpcmQ="}""");
    }

    [Test]
    public async Task A_running_channel_and_a_folder_without_segments_are_refused()
    {
        await using var channel = await StartAsync();
        var running = await RunAsync("check");
        running.ExitCode.Should().Be(ExitCodes.Failure);
        running.Error.Should().Contain($"already locked by process {Environment.ProcessId}, channel c1");

        (await CommandRun.Of("channel", "check", Directory.CreateDirectory(_temp.File("empty")).FullName)).Error.Should().Contain("No segments of a file channel");
        (await CommandRun.Of("channel", "check", _temp.File("none"))).Error.Should().Contain("There is no folder");
        (await RunAsync("repair")).ExitCode.Should().Be(ExitCodes.Usage, "repair needs the folder of the checkpoint");
    }

    [Test]
    public async Task Encrypted_files_are_checked_without_their_key_and_shown_with_it()
    {
        await File.WriteAllTextAsync(_temp.File("key"), new string('7', 64));
        await File.WriteAllTextAsync(_temp.File("wrong"), new string('8', 64));
        await FillAsync(new EncryptionOptions { ActiveKey = "key-1", CipherProvider = "AESGCM", KeyProvider = "KEYFILE" });
        string[] key = ["--key-file", $"key-1={_temp.File("key")}"];
        string[] wrong = ["--key-file", $"key-1={_temp.File("wrong")}"];

        (await RunAsync("check")).Output.Should().Contain("Encrypted with 'key-1': checked by checksums").And.Contain("3 puts, 1 takes: whole.");
        (await RunAsync("check", key)).Output.Should().NotContain("Encrypted").And.Contain("3 puts, 1 takes: whole.");
        (await RunAsync("stat")).Output.Should().Contain("'key-1'").And.Contain("2 events wait in 1 segments");
        (await RunAsync("dump", key)).Output.Trim().Split('\n').Should().Equal(
            """{"number":2,"headers":{},"body":"c2Vjb25k"}""",
            """{"number":3,"headers":{},"body":"dGhpcmQ="}""");
        (await RunAsync("dump")).Should().Match<CommandRun>(run => run.ExitCode == ExitCodes.Failure && run.Error.Contains("is encrypted with the key 'key-1', and no key provider is named"));
        (await RunAsync("dump", wrong)).Error.Should().Contain($"the key of that name in key files '{_temp.File("wrong")}' is another one");
        (await RunAsync("repair", ["--checkpoint", _temp.File("checkpoint"), .. key])).Output.Should().Contain("Nothing was damaged; 2 events wait.");
        var export = await CommandRun.Of(["channel", "export", _temp.Path, "--format", "ndjson", "-o", _temp.File("out"), .. key]);
        export.Error.Should().Contain("2 events written, 0 could not be read.");
        (await CommandRun.Of(["channel", "export", _temp.Path, "--format", "ndjson", "-o", _temp.File("out")])).ExitCode.Should().Be(ExitCodes.Failure);
    }

    [Test]
    public async Task A_changed_block_with_a_right_checksum_is_found_by_check_with_the_key()
    {
        await File.WriteAllTextAsync(_temp.File("key"), new string('7', 64));
        await FillAsync(new EncryptionOptions { ActiveKey = "key-1", CipherProvider = "AESGCM", KeyProvider = "KEYFILE" });
        var segment = Directory.GetFiles(_temp.File("data"), "segment-*").Single();
        var bytes = await File.ReadAllBytesAsync(segment);
        var block = BitConverter.ToInt32(bytes, 44) + 40;
        bytes[block + 12] ^= 1;
        var length = BitConverter.ToInt32(bytes, block);
        BitConverter.TryWriteBytes(bytes.AsSpan(block + 4), Checksum.Of((uint)length | EventEncoder.EncryptedMark, bytes.AsSpan(block + 8, length)));
        await File.WriteAllBytesAsync(segment, bytes);

        (await RunAsync("check")).ExitCode.Should().Be(ExitCodes.Ok, "only the key can tell");
        (await RunAsync("check", "--key-file", $"key-1={_temp.File("key")}")).Should().Match<CommandRun>(run =>
            run.ExitCode == ExitCodes.Failure && run.Output.Contains($"damaged events (by their tag) at {block}"));
    }

    [Test]
    public async Task Drained_files_whose_key_is_gone_are_checked_by_their_checksums()
    {
        await File.WriteAllTextAsync(_temp.File("key"), new string('7', 64));
        await FillAsync(new EncryptionOptions { ActiveKey = "key-1", CipherProvider = "AESGCM", KeyProvider = "KEYFILE" });

        var check = await RunAsync("check", "--key-file", $"key-2={_temp.File("key")}");

        check.Output.Should().Contain("segment-0000000001.log: checked by checksums, its events were not opened: it is encrypted with the key 'key-1', and that key cannot be had.")
            .And.NotContain("Events wait in it").And.Contain("3 puts, 1 takes: whole.");
        check.ExitCode.Should().Be(ExitCodes.Ok);
    }

    [Test]
    public async Task Keys_of_two_kinds_and_half_a_pair_are_wrong_usage()
    {
        (await RunAsync("check", "--key-file", "a=b", "--key-variable", "a=c")).Error.Should().Contain("exclude each other");
        (await RunAsync("check", "--key-file", "nothing")).Error.Should().Contain("--key-file takes ALIAS=FILE, not 'nothing'");
    }

    private Task<CommandRun> RunAsync(string verb, params string[] rest) => CommandRun.Of(["channel", verb, _temp.File("data"), .. rest]);

    private async Task<FileChannel> StartAsync(EncryptionOptions? encryption = null)
    {
        var options = new FileChannelOptions
        {
            CheckpointDir = _temp.File("checkpoint"),
            DataDirs = _temp.File("data"),
            Encryption = encryption ?? new(),
            EncryptionKeys = new Dictionary<string, string> { ["key-1.file"] = _temp.File("key") },
        };
        var channel = new FileChannel(options, new TestHost().Channel());
        await channel.StartAsync(CancellationToken.None);
        return channel;
    }

    private async Task FillAsync(EncryptionOptions? encryption = null)
    {
        await using var channel = await StartAsync(encryption);
        await channel.PutAsync("first", "second", "third");
        await channel.TakeAsync(1);
    }
}
