using FlumeSharp.TestKit;

namespace FlumeSharp.Configuration.Sources;

public sealed class FileSourceTests
{
    private const int DeadlineMilliseconds = 20_000;
    private static readonly ConfigurationEnvironment _nothing = new();

    [Test]
    public async Task Files_are_merged_and_content_decides_what_has_changed()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("a.conf"), Samples.Complete);
        await File.WriteAllTextAsync(folder.File("b.conf"), "a1.sinks.k1.type = null\n");
        await using var source = Open(folder.File("a.conf"), folder.File("b.conf"));

        var first = await source.LoadAsync(null, CancellationToken.None);
        first!.Configuration.Agents["a1"].Sinks[0].Type.Should().Be("null");
        first.IsAvailable.Should().BeTrue();
        source.Description.Should().Be($"{folder.File("a.conf")}, {folder.File("b.conf")}");
        source.PollInterval.Should().Be(TimeSpan.FromSeconds(30));

        File.SetLastWriteTimeUtc(folder.File("b.conf"), DateTime.UnixEpoch);
        (await source.LoadAsync(first, CancellationToken.None)).Should().BeNull("only the time stamp differs");

        await File.WriteAllTextAsync(folder.File("b.conf"), "a1.sinks.k1.type = logger\n");
        var second = await source.LoadAsync(first, CancellationToken.None);
        second!.Configuration.Agents["a1"].Sinks[0].Type.Should().Be("logger");
        second.Fingerprint.Should().NotBe(first.Fingerprint);
    }

    [Test]
    public async Task A_file_that_is_gone_is_a_problem_once()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("a.conf"), Samples.Complete);
        await using var source = Open(folder.File("a.conf"));
        var first = await source.LoadAsync(null, CancellationToken.None);

        File.Delete(folder.File("a.conf"));
        var gone = await source.LoadAsync(first, CancellationToken.None);
        gone!.IsAvailable.Should().BeFalse();
        gone.Configuration.Agents.Should().BeEmpty();
        gone.Configuration.Problems.Should().ContainSingle().Which.Code.Should().Be(ProblemCodes.FileUnreadable);
        (await source.LoadAsync(gone, CancellationToken.None)).Should().BeNull();

        await File.WriteAllTextAsync(folder.File("a.conf"), Samples.Complete);
        var back = await source.LoadAsync(gone, CancellationToken.None);
        back!.Fingerprint.Should().Be(first!.Fingerprint);
    }

    [Test]
    [CancelAfter(DeadlineMilliseconds)]
    public async Task A_write_a_rename_and_a_turned_link_are_noticed_at_once(CancellationToken deadline)
    {
        using var folder = new TempFolder();
        var path = folder.File("flume.conf");
        Directory.CreateDirectory(folder.File("..1"));
        Directory.CreateDirectory(folder.File("..2"));
        await File.WriteAllTextAsync(folder.File("..1", "flume.conf"), "a = 1\n", deadline);
        await File.WriteAllTextAsync(folder.File("..2", "flume.conf"), "a = 2\n", deadline);
        Directory.CreateSymbolicLink(folder.File("..data"), "..1");
        File.CreateSymbolicLink(path, Path.Combine("..data", "flume.conf"));
        await using var source = Open(path);
        var snapshot = (await source.LoadAsync(null, deadline))!;

        // As Kubernetes publishes a changed ConfigMap.
        var hint = source.WaitForHintAsync(deadline).AsTask();
        Directory.CreateSymbolicLink(folder.File("..data_tmp"), "..2");
        Directory.Move(folder.File("..data_tmp"), folder.File("..data_old"));
        File.Delete(folder.File("..data"));
        Directory.Move(folder.File("..data_old"), folder.File("..data"));
        await hint;
        snapshot = (await source.LoadAsync(snapshot, deadline))!;
        snapshot.Configuration.Problems.Should().ContainSingle();

        hint = source.WaitForHintAsync(deadline).AsTask();
        await File.WriteAllTextAsync(folder.File("new"), "a = 3\n", deadline);
        File.Move(folder.File("new"), path, overwrite: true);
        await hint;
        snapshot = (await source.LoadAsync(snapshot, deadline))!;

        hint = source.WaitForHintAsync(deadline).AsTask();
        await File.WriteAllTextAsync(path, "a = 4\n", deadline);
        await hint;
        (await source.LoadAsync(snapshot, deadline)).Should().NotBeNull();
    }

    [TestCase("/x/flume.json", true)]
    [TestCase("/x/flume.yaml", true)]
    [TestCase("/opt/flume-1.11/x.json", false)]
    [TestCase("/x/flume.conf.json", false)]
    public async Task What_follows_the_first_dot_decides_the_format_as_in_Flume(string path, bool isRefused)
    {
        await using var source = Open(path);

        var snapshot = await source.LoadAsync(null, CancellationToken.None);

        snapshot!.Configuration.Problems.Should().ContainSingle().Which.Code
            .Should().Be(isRefused ? ProblemCodes.UnsupportedFormat : ProblemCodes.FileUnreadable);
    }

    [Test]
    public async Task The_backup_takes_the_place_of_files_that_are_gone_or_empty_at_start()
    {
        using var folder = new TempFolder();
        var path = folder.File("flume.conf");
        var options = new ConfigurationSourceOptions { AgentName = "a1", Files = [path], BackupFolder = folder.File("deep", "backup"), WatchesForChanges = false };
        await File.WriteAllTextAsync(
            path, Samples.Complete + "x\\ y = \\ \\u00e9\\\\ # \\nz\na1.sinks.k1.password = ${env:SECRET}\na1.sinks.k1.text = $${env:SECRET}\n");
        var environment = new ConfigurationEnvironment { Variables = new Dictionary<string, string> { ["SECRET"] = "s3cret" } };
        IReadOnlyList<ConfigurationProperty> saved;
        await using (var source = ConfigurationSources.Open(options, environment))
        {
            var snapshot = (await source.LoadAsync(null, CancellationToken.None))!;
            Directory.Exists(folder.File("deep")).Should().BeFalse("nobody has said that it runs");
            source.Keep(snapshot).Should().BeNull();
            saved = snapshot.Configuration.Properties;
        }

        var copy = new FileInfo(folder.File("deep", "backup", ".a1.properties"));
        copy.Exists.Should().BeTrue();
        if (!OperatingSystem.IsWindows())
            copy.UnixFileMode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, "it holds secrets");

        await File.WriteAllTextAsync(path, "# nothing\n");
        await ShouldUseBackup("the configuration is empty");
        File.Delete(path);
        await ShouldUseBackup("there is no such file");

        async Task ShouldUseBackup(string reason)
        {
            await using var source = ConfigurationSources.Open(options, _nothing);
            var snapshot = (await source.LoadAsync(null, CancellationToken.None))!;
            var configuration = snapshot.Configuration;
            var written = copy.LastWriteTimeUtc;
            source.Keep(snapshot).Should().BeNull();
            copy.Refresh();
            copy.LastWriteTimeUtc.Should().Be(written, "a backup is no backup of itself");
            configuration.Properties.Select(property => (property.Key, property.Value)).Should().Equal(saved.Select(property => (property.Key, property.Value)));
            configuration.Agents["a1"].Sinks[0].Properties["password"].Should().Be("s3cret");
            configuration.Agents["a1"].Sinks[0].Properties["text"].Should().Be("${env:SECRET}");
            configuration.Problems.Should().Contain(problem => problem.Code == ProblemCodes.BackupUsed && problem.Message.Contains(reason, StringComparison.Ordinal));
        }
    }

    [Test]
    public async Task A_backup_that_cannot_be_written_is_a_warning()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("flume.conf"), Samples.Complete);
        var options = new ConfigurationSourceOptions { AgentName = "a1", Files = [folder.File("flume.conf")], BackupFolder = folder.File("flume.conf"), WatchesForChanges = false };
        await using var source = ConfigurationSources.Open(options, _nothing);

        var snapshot = await source.LoadAsync(null, CancellationToken.None);

        snapshot!.Configuration.Agents.Should().ContainKey("a1");
        source.Keep(snapshot)!.Code.Should().Be(ProblemCodes.BackupNotWritten);
    }

    private static IConfigurationSource Open(params string[] files) => ConfigurationSources.Open(new ConfigurationSourceOptions { Files = files }, _nothing);
}
