using System.IO.Compression;
using System.Text.Json;
using Avro.File;
using Avro.Generic;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp channel</c> on directories that Java Flume wrote.</summary>
public sealed class ChannelCommandTests
{
    private readonly List<TempFolder> _folders = [];

    [TearDown]
    public void DeleteFolders()
    {
        _folders.ForEach(static folder => folder.Dispose());
        _folders.Clear();
    }

    [Test]
    public async Task An_import_moves_the_events_and_an_export_shows_them_and_leaves_them_there()
    {
        var (java, folder) = Unpack("two-data-dirs");
        var target = folder.File("new");
        var file = folder.File("events.ndjson");

        var import = await CommandRun.Of("channel", "import", java, "--to", target);
        var first = await CommandRun.Of("channel", "export", target, "--format", "ndjson", "-o", file);
        var second = await CommandRun.Of("channel", "export", target, "--format", "ndjson", "-o", file);

        import.Should().Match<CommandRun>(run => run.ExitCode == ExitCodes.Ok && run.Output.Contains("53 events imported, 0 lost."));
        first.Error.Should().Contain("53 events written");
        second.Error.Should().Contain("53 events written");
        Numbers(file).Should().Equal(Enumerable.Range(7, 53));
    }

    [Test]
    public async Task Java_Flumes_own_directory_is_exported_without_a_change()
    {
        var (java, folder) = Unpack("two-data-dirs");
        var file = folder.File("events.ndjson");

        var export = await CommandRun.Of("channel", "export", java, "--format", "ndjson", "-o", file);

        export.ExitCode.Should().Be(ExitCodes.Ok);
        Numbers(file).Should().Equal(Enumerable.Range(7, 53));
        File.Exists(Path.Combine(java, "data1", "log-1")).Should().BeTrue();
    }

    [Test]
    public async Task An_Avro_export_has_the_schema_of_avro_event()
    {
        var (java, folder) = Unpack("two-data-dirs");
        var file = folder.File("events.avro");

        await CommandRun.Of("channel", "export", java, "--format", "avro", "-o", file);

        using var reader = DataFileReader<GenericRecord>.OpenReader(file);
        var records = reader.NextEntries.ToList();
        reader.GetSchema().ToString().Should().Be("""{"type":"record","name":"Event","fields":[{"name":"headers","type":{"type":"map","values":"string"}},{"name":"body","type":"bytes"}]}""");
        records.Select(static record => (string)((IDictionary<string, object>)record["headers"])["n"]).Should().Equal(Enumerable.Range(7, 53).Select(static n => $"{n}"));
        ((byte[])records[0]["body"]).Should().Equal("event 7"u8.ToArray());
    }

    [Test]
    public async Task Encrypted_logs_need_their_key_store_and_change_nothing_without()
    {
        var (java, folder) = Unpack("encrypted-kill");
        var target = folder.File("new");
        var keys = Path.Combine(java, "keys");

        var without = await CommandRun.Of("channel", "import", java, "--to", target);
        var with = await CommandRun.Of(
            "channel", "import", java, "--to", target, "--key-store", Path.Combine(keys, "keystore.jceks"), "--key-store-password-file", Path.Combine(keys, "store.pw"));
        var again = await CommandRun.Of("channel", "import", java, "--to", target);

        without.Should().Match<CommandRun>(run => run.ExitCode == ExitCodes.Failure && run.Error.Contains("encrypted with the key 'key-0'"));
        with.Output.Should().Contain("26 events imported, 0 lost.");
        again.Error.Should().Contain("No file 'log-N'", "what was imported is not imported again");
    }

    [Test]
    public async Task An_import_encrypts_the_new_channel_with_the_key_that_it_is_given()
    {
        var (java, folder) = Unpack("encrypted-rotated");
        var keys = Path.Combine(java, "keys");
        string[] store =
        [
            "--key-store", Path.Combine(keys, "keystore.jceks"), "--key-store-password-file", Path.Combine(keys, "store.pw"),
            "--key-password-file", $"key-1={Path.Combine(keys, "key-1.pw")}",
        ];
        var target = folder.File("new");

        (await CommandRun.Of("channel", "import", java, "--to", target, "--active-key", "key-1")).Error.Should().Contain("Where is the key 'key-1'?");
        var import = await CommandRun.Of(["channel", "import", java, "--to", target, "--active-key", "key-1", .. store]);
        var stat = await CommandRun.Of("channel", "stat", Path.Combine(target, "data"));
        var export = await CommandRun.Of(["channel", "export", target, "--format", "ndjson", "-o", folder.File("out"), .. store]);

        import.Output.Should().Contain("27 events imported, 0 lost.");
        stat.Output.Should().Contain("'key-1'");
        export.Error.Should().Contain("27 events written, 0 could not be read.");
    }

    [Test]
    public async Task Half_a_key_store_and_a_wrong_format_are_wrong_usage()
    {
        (await CommandRun.Of("channel", "export", "/", "--format", "xml")).ExitCode.Should().Be(ExitCodes.Usage);
        (await CommandRun.Of("channel", "import", "/", "--to", "/", "--key-store", "x")).Error.Should().Contain("belong together");
    }

    private static IEnumerable<int> Numbers(string file) => File.ReadLines(file).Select(static line =>
    {
        using var document = JsonDocument.Parse(line);
        return int.Parse(document.RootElement.GetProperty("headers").GetProperty("n").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    });

    private (string Java, TempFolder Folder) Unpack(string name)
    {
        var folder = new TempFolder();
        _folders.Add(folder);
        var java = folder.File("java");
        ZipFile.ExtractToDirectory(Path.Combine(Repository.Root, "tests", "FlumeSharp.Channels.Tests", "File", "Java", "Golden", name, "dirs.zip"), java);
        return (java, folder);
    }
}
