using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

/// <summary>Directories that earlier versions of the format have written, kept as they were: each must open and give exactly its events.</summary>
public sealed class OlderVersionTests
{
    private const string ChannelOfVersion1 = "535bf08db268e0419943b867ddeb508d";
    private const string ChannelOfVersion1Encrypted = "808860997889ea79e4d4dc3b63cfe504";
    private TempFolder _temp = null!;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    [TestCase(true, TestName = "Version 1, with its checkpoint")]
    [TestCase(false, TestName = "Version 1, from the log alone")]
    public async Task Version_1_gives_exactly_its_events_and_takes_more(bool withCheckpoint)
    {
        CopyFixture("version-1");
        if (!withCheckpoint)
        {
            Directory.Delete(_temp.File("checkpoint"), recursive: true);
        }

        var host = new TestHost();
        await using (var channel = await FileChannels.StartAsync(host, FileChannels.Options(_temp.Path, dataDirs: 2)))
        {
            await using var transaction = channel.BeginTransaction();
            var batch = new EventBatch();
            await transaction.TakeAsync(batch, 100);

            batch.Memory.ToArray().Select(static item => item.Text()).Should().Equal(
                ["stuck", "plain", "ünïcode", "", .. Enumerable.Range(0, 6).Select(static i => $"{i}{new string('x', 300)}"), "last"]);
            batch[1].Headers.Should().BeEquivalentTo(EventHeaders.Create([new("name", "value"), new("null", null), new("", "")]));
            batch[3].Headers.Should().BeEmpty();
            transaction.Position.Should().Be(new ChannelPosition(ChannelOfVersion1, 1, 14));
            await transaction.CommitAsync();
            await channel.PutAsync("new");
            host.Metrics.Groups.OfType<FileChannelCounters>().Single().Corrupt.Value.Should().Be(0);
        }

        await using var again = await FileChannels.StartAsync(new TestHost(), FileChannels.Options(_temp.Path, dataDirs: 2));
        (await again.TakeAsync()).Should().Equal("new");
    }

    [TestCase(true, TestName = "Version 1 encrypted, with its checkpoint")]
    [TestCase(false, TestName = "Version 1 encrypted, from the log alone")]
    public async Task Version_1_encrypted_gives_exactly_its_events_to_who_has_the_key(bool withCheckpoint)
    {
        CopyFixture("version-1-encrypted");
        if (!withCheckpoint)
        {
            Directory.Delete(_temp.File("checkpoint"), recursive: true);
        }

        var segments = Directory.GetFiles(_temp.File("data0"), "segment-*");
        segments.Should().HaveCount(2).And.OnlyContain(static path => System.IO.File.ReadAllBytes(path)[12] == 1, "bit 0 of the flags says that they are encrypted");
        var host = new TestHost();
        await using (var channel = await FileChannels.StartAsync(host, EncryptedOptions()))
        {
            await using var transaction = channel.BeginTransaction();
            var batch = new EventBatch();
            await transaction.TakeAsync(batch, 100);

            batch.Memory.ToArray().Select(static item => item.Text()).Should().Equal(EncryptedBodies);
            batch[^2].Headers.Should().BeEquivalentTo(EventHeaders.Create([new("name", "value"), new("null", null), new("", "")]));
            batch[0].Headers.Should().BeEmpty();
            transaction.Position.Should().Be(new ChannelPosition(ChannelOfVersion1Encrypted, 3, 24));
            await transaction.CommitAsync();
            await channel.PutAsync("new");
            host.Metrics.Groups.OfType<FileChannelCounters>().Single().Corrupt.Value.Should().Be(0);
        }

        await using var again = await FileChannels.StartAsync(new TestHost(), EncryptedOptions());
        (await again.TakeAsync()).Should().Equal("new");
    }

    // How the files of version 1 were made. A new version of the format gets a folder, a method and a test of its own; none of them is ever written again.
    [Test]
    [Explicit("Has written Golden/version-1 once.")]
    public async Task Write_version_1()
    {
        var environment = new FileChannelEnvironment { SegmentTarget = 1000 };
        await using (var channel = await FileChannels.StartAsync(new TestHost(), FileChannels.Options(_temp.Path, dataDirs: 2), environment))
        {
            await channel.PutAsync("stuck", "taken", "taken");
            await using (var holds = channel.BeginTransaction())
            {
                await holds.TakeBodiesAsync(1);
                await channel.TakeAsync(2);
            }

            await using (var put = channel.BeginTransaction())
            {
                put.Put(new Event("plain"u8.ToArray(), EventHeaders.Create([new("name", "value"), new("null", null), new("", "")])));
                put.Put(new Event("ünïcode"u8.ToArray()));
                put.Put(new Event(default));
                await put.CommitAsync();
            }

            for (var i = 0; i < 6; i++)
            {
                await channel.PutAsync($"{i}{new string('x', 300)}");
            }

            await channel.PutAsync("taken later", "last");
            await using var all = channel.BeginTransaction();
            await all.TakeBodiesAsync(10);
            (await channel.TakeAsync(1)).Should().Equal("taken later");
        }

        KeepAs("version-1");
    }

    [Test]
    [Explicit("Has written Golden/version-1-encrypted once.")]
    public async Task Write_version_1_encrypted()
    {
        await System.IO.File.WriteAllTextAsync(_temp.File("key-1"), Convert.ToHexString([.. Enumerable.Range(0, 32).Select(static i => (byte)i)]) + "\n");
        await using (var channel = await FileChannels.StartAsync(new TestHost(), EncryptedOptions(), new FileChannelEnvironment { SegmentTarget = 70_000 }))
        {
            await channel.PutAsync(["taken", "taken", .. EncryptedBodies[..^2]]);
            await using (var put = channel.BeginTransaction())
            {
                put.Put(new Event("headers"u8.ToArray(), EventHeaders.Create([new("name", "value"), new("null", null), new("", "")])));
                put.Put(new Event("last"u8.ToArray()));
                await put.CommitAsync();
            }

            (await channel.TakeAsync(2)).Should().Equal("taken", "taken");
        }

        KeepAs("version-1-encrypted");
    }

    // More than one block, a block with one long event, an empty body.
    private static string[] EncryptedBodies => [.. Enumerable.Range(0, 17).Select(static i => $"body {i}"), "ünïcode", "", new string('x', 70_000), "headers", "last"];

    private FileChannelOptions EncryptedOptions() => FileChannels.Options(_temp.Path) with
    {
        Encryption = new EncryptionOptions { ActiveKey = "key-1", CipherProvider = "AESGCM", KeyProvider = "KEYFILE" },
        EncryptionKeys = new Dictionary<string, string> { ["key-1.file"] = _temp.File("key-1") },
    };

    private void KeepAs(string version)
    {
        foreach (var file in Directory.GetFiles(_temp.Path, "*", SearchOption.AllDirectories).Where(static path => Path.GetFileName(path) is var name
            && (name.StartsWith("segment", StringComparison.Ordinal) || name.StartsWith("key", StringComparison.Ordinal) || name.EndsWith("checkpoint", StringComparison.Ordinal))))
        {
            var target = Path.Combine(Fixture(version), Path.GetRelativePath(_temp.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
    }

    private static string Fixture(string version) => Path.Combine(Repository.Root, "tests", "FlumeSharp.Channels.Tests", "File", "Golden", version);

    private void CopyFixture(string version)
    {
        foreach (var file in Directory.GetFiles(Fixture(version), "*", SearchOption.AllDirectories))
        {
            var target = _temp.File(Path.GetRelativePath(Fixture(version), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
    }
}
