using System.Text;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>A channel whose files are encrypted. Section 9 of docs/specs/file-channel-format.md.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EncryptionTests : IDisposable
{
    private static readonly Keyring Old = TestKeys.Ring("old", ("old", 1, 32));
    private readonly TempFolder _temp = new();
    private readonly TestHost _host = new();

    public void Dispose() => _temp.Dispose();

    [TestCase(16)]
    [TestCase(24)]
    [TestCase(32)]
    public async Task Events_survive_a_restart_and_nothing_of_them_can_be_read_on_disk(int keyLength)
    {
        var keys = TestKeys.Ring("k", ("k", 7, keyLength));
        var bodies = Enumerable.Range(0, 50).Select(static i => $"legible body {i}").Append("").Append(new string('L', 200_000)).ToArray();
        await using (var channel = await StartAsync(keys))
        {
            await channel.PutAsync(bodies);
            await using var transaction = channel.BeginTransaction();
            transaction.Put(new Event("x"u8.ToArray(), EventHeaders.Create([new("legible name", "legible value"), new("n", null)])));
            await transaction.CommitAsync();
        }

        foreach (var file in Directory.EnumerateFiles(_temp.Path, "*", SearchOption.AllDirectories))
        {
            var bytes = await System.IO.File.ReadAllBytesAsync(file);
            bytes.AsSpan().IndexOf("legible"u8).Should().Be(-1, file);
            bytes.AsSpan().IndexOf("LLLLLLLL"u8).Should().Be(-1, file);
        }

        await using var again = await StartAsync(keys);
        await using var take = again.BeginTransaction();
        (await take.TakeBodiesAsync(bodies.Length)).Should().Equal(bodies);
        var last = await take.TakeAsync();
        last!.Headers.Should().BeEquivalentTo([KeyValuePair.Create("legible name", (string?)"legible value"), new("n", null)]);
    }

    [Test]
    public async Task Events_come_again_after_a_rollback_also_from_the_disk()
    {
        await PutAsync(Old, Bodies(0, 20));
        await using var channel = await StartAsync(Old);
        for (var i = 0; i < 3; i++)
        {
            await using var transaction = channel.BeginTransaction();
            (await transaction.TakeBodiesAsync(3)).Should().Equal(Bodies(0, 3));
            (await transaction.TakeBodiesAsync(10)).Should().Equal(Bodies(3, 10));
        }

        (await channel.TakeAsync(2)).Should().Equal(Bodies(0, 2));
        (await channel.TakeAsync()).Should().Equal(Bodies(2, 18));
    }

    [Test]
    public async Task A_new_key_is_for_new_files_and_old_files_keep_theirs()
    {
        var both = TestKeys.Ring("new", ("old", 1, 32), ("new", 2, 16));
        await PutAsync(Old, Bodies(0, 3));
        await PutAsync(both, Bodies(3, 3));

        Aliases().Should().Equal("old", "new");
        (await TakeAllAsync(both)).Should().Equal(Bodies(0, 6));
    }

    [Test]
    public async Task Encryption_is_turned_on_and_off_over_the_same_folders()
    {
        var readsOnly = TestKeys.Ring(null, ("old", 1, 32));
        await PutAsync(Keyring.None, Bodies(0, 3));
        await PutAsync(Old, Bodies(3, 3));
        await PutAsync(readsOnly, Bodies(6, 3));

        Aliases().Should().Equal(null, "old", null);
        (await TakeAllAsync(readsOnly)).Should().Equal(Bodies(0, 9));
        (await TakeAllAsync(Keyring.None)).Should().BeEmpty("a file without waiting events needs no key");
    }

    [TestCase("another one", "old", (byte)2, 32)]
    [TestCase("another one", "old", (byte)1, 16)]
    [TestCase("The key 'old' cannot be used: key store 'test' has no such key", "new", (byte)1, 32)]
    public async Task A_wrong_or_missing_key_keeps_the_channel_from_starting_and_changes_nothing(string reason, string alias, byte fill, int length)
    {
        await PutAsync(Old, Bodies(0, 20));
        var before = Content();

        foreach (var ring in new[] { TestKeys.Ring(alias, (alias, fill, length)), TestKeys.Ring(null, (alias, fill, length)) })
        {
            var start = async () => await (await StartAsync(ring)).DisposeAsync();

            (await start.Should().ThrowAsync<ChannelException>()).Which.Message.Should()
                .Contain("segment-0000000001.log is encrypted with the key 'old', and ").And.Contain(reason).And.Contain("key store 'test'").And.EndWith("Events wait in it; nothing was changed. [channel=c1]");
        }

        Content().Should().BeEquivalentTo(before);
        (await TakeAllAsync(Old)).Should().Equal(Bodies(0, 20));
        _host.Metrics.Groups.OfType<FileChannelCounters>().Sum(static counters => counters.Corrupt.Value).Should().Be(0);
    }

    [Test]
    public async Task Without_any_keys_the_error_names_the_options()
    {
        await PutAsync(Old, "1");

        var start = async () => await StartAsync(Keyring.None);

        (await start.Should().ThrowAsync<ChannelException>()).WithMessage("*is encrypted with the key 'old', and no key provider is named. Set encryption.keyProvider*");
    }

    [Test]
    public void A_key_that_AES_cannot_take_is_refused() =>
        ((Func<Keyring>)(() => TestKeys.Ring("k", ("k", 1, 20)))).Should().Throw<ChannelException>().WithMessage("The key 'k' of key store 'test' has 160 bits; AES takes 128, 192 or 256.");

    [Test]
    public async Task The_log_says_which_key_is_used_and_never_the_key()
    {
        var secret = Convert.ToHexString(Enumerable.Repeat((byte)0xA7, 32).ToArray());
        await System.IO.File.WriteAllTextAsync(_temp.File("key"), secret + "\n");
        var options = WithProvider(new EncryptionOptions { ActiveKey = "k", CipherProvider = "AESGCM", KeyProvider = "KEYFILE" }, ("k.file", _temp.File("key")));
        await using (var channel = await FileChannels.StartAsync(_host, options))
        {
            await channel.PutAsync("1");
        }

        await System.IO.File.WriteAllTextAsync(_temp.File("key"), secret.Replace('7', '8'));
        var start = async () => await FileChannels.StartAsync(_host, options);
        await start.Should().ThrowAsync<ChannelException>();
        await System.IO.File.WriteAllTextAsync(_temp.File("key"), secret + "!");
        var message = (await start.Should().ThrowAsync<ChannelException>()).Which.Message;

        message.Should().Be($"The file '{_temp.File("key")}' of the key 'k' holds no key: write 16, 24 or 32 random bytes in hexadecimal digits or base64, as 'openssl rand -hex 32' does.");
        var log = _host.Logs.GetSnapshot().Select(static record => record.Message + record.Exception).ToList();
        log.Should().Contain(line => line.Contains("New files are encrypted: AES-256-GCM with the key 'k' of key files"));
        log.Should().NotContain(line => line.Contains("A7A7A7A7", StringComparison.OrdinalIgnoreCase) || line.Contains("A8A8A8A8", StringComparison.OrdinalIgnoreCase));
    }

    [Test]
    public async Task Keys_come_from_the_environment_too()
    {
        var variable = $"FLUMESHARP_TEST_KEY_{Environment.ProcessId}";
        Environment.SetEnvironmentVariable(variable, Convert.ToBase64String(new byte[24]));
        var options = WithProvider(new EncryptionOptions { ActiveKey = "k", CipherProvider = "AESGCM", KeyProvider = "environment" }, ("k.variable", variable));
        await using (var channel = await FileChannels.StartAsync(_host, options))
        {
            await channel.PutAsync("1");
        }

        await using (var again = await FileChannels.StartAsync(_host, options))
        {
            (await again.TakeAsync()).Should().Equal("1");
            await again.PutAsync("2");
        }

        Environment.SetEnvironmentVariable(variable, null);
        var start = async () => await FileChannels.StartAsync(_host, options);
        (await start.Should().ThrowAsync<ChannelException>()).WithMessage($"The environment variable {variable} of the key 'k' is not set.");
    }

    [Test]
    public async Task A_block_that_was_moved_or_changed_with_a_right_checksum_is_not_delivered()
    {
        await PutAsync(Old, Bodies(0, 8));
        await PutAsync(Old, Bodies(8, 8));
        var (first, second) = (Segment(1), Segment(2));
        var (a, b) = (await System.IO.File.ReadAllBytesAsync(first), await System.IO.File.ReadAllBytesAsync(second));

        // The events of one file in the other, all checksums right: they fit in length and index.
        var block = EncryptedLog.FirstBlock(a);
        var at = EncryptedLog.FirstFrame(a) + Segments.FrameHeader.Length;
        block.CopyTo(b, at);
        await System.IO.File.WriteAllBytesAsync(second, b);
        a[at + 30] ^= 1;
        EncryptedLog.MendBlock(a, at);
        await System.IO.File.WriteAllBytesAsync(first, a);

        (await TakeAllAsync(Old)).Should().BeEmpty();
        _host.Metrics.Groups.OfType<FileChannelCounters>().Sum(static counters => counters.Corrupt.Value).Should().Be(16);
        Directory.GetFiles(_temp.File("data0", "quarantine")).Should().HaveCount(2).And.AllSatisfy(file =>
            Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(file)).Should().NotContain("body", "quarantined bytes stay encrypted"));
    }

    private static string[] Bodies(int first, int count) => [.. Enumerable.Range(first, count).Select(static i => $"body {i}")];

    private FileChannelOptions WithProvider(EncryptionOptions encryption, params (string Key, string Value)[] keys) => new()
    {
        CheckpointDir = _temp.File("checkpoint"),
        DataDirs = _temp.File("data0"),
        Encryption = encryption,
        EncryptionKeys = keys.ToDictionary(static pair => pair.Key, static pair => pair.Value),
    };

    private Task<FileChannel> StartAsync(Keyring keys) =>
        FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path), new FileChannelEnvironment { Keys = keys });

    private async Task PutAsync(Keyring keys, params string[] bodies)
    {
        await using var channel = await StartAsync(keys);
        await channel.PutAsync(bodies);
    }

    private async Task<List<string>> TakeAllAsync(Keyring keys)
    {
        await using var channel = await StartAsync(keys);
        return await channel.TakeAsync();
    }

    private string Segment(uint id) => _temp.File("data0", Segments.Segment.NameOf(id));

    private IEnumerable<string?> Aliases() =>
        Recovery.SegmentFinder.Find(Storage.DiskStorage.Instance, [_temp.File("data0")]).Select(static found => found.Segment.Encryption?.Alias);

    private Dictionary<string, string> Content() => Directory.EnumerateFiles(_temp.Path, "*", SearchOption.AllDirectories)
        .Where(static file => !Path.GetFileName(file).StartsWith("flumesharp.", StringComparison.Ordinal))
        .ToDictionary(static file => file, static file => Convert.ToHexString(System.IO.File.ReadAllBytes(file)));
}
