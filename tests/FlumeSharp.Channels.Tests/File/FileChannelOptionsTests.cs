using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Channels.File;

public sealed class FileChannelOptionsTests
{
    [Test]
    public void Every_key_is_read()
    {
        var (options, problems) = Bind(
            ("checkpointDir", "/a/check"), ("dataDirs", " /a/one, ,/b/two "), ("useDualCheckpoints", "true"), ("backupCheckpointDir", "/a/backup"),
            ("capacity", "1000"), ("transactionCapacity", "200"), ("keep-alive", "7"), ("checkpointInterval", "5000"), ("checkpointOnClose", "false"),
            ("maxFileSize", "5000000"), ("minimumRequiredSpace", "1"), ("fsyncPerTransaction", "false"), ("fsyncInterval", "2"), ("memoryBytes", "0"));

        problems.Should().BeEmpty();
        options!.DataDirectories.Should().Equal("/a/one", "/b/two");
        options.CheckpointDirectory.Should().Be("/a/check");
        options.BackupDirectory.Should().Be("/a/backup");
        options.SpaceToLeave.Should().Be(1_048_576, "Flume raises smaller values to this");
        options.Should().BeEquivalentTo(new
        {
            Capacity = 1000,
            TransactionCapacity = 200,
            KeepAlive = TimeSpan.FromSeconds(7),
            CheckpointInterval = TimeSpan.FromSeconds(5),
            CheckpointOnClose = false,
            MaxFileSize = 5_000_000L,
            FsyncPerTransaction = false,
            FsyncInterval = TimeSpan.FromSeconds(2),
            MemoryBytes = 0L,
        });
    }

    [Test]
    public void Defaults_are_flumes()
    {
        var (options, _) = Bind();

        options.Should().BeEquivalentTo(new
        {
            Capacity = 1_000_000,
            TransactionCapacity = 10_000,
            KeepAlive = TimeSpan.FromSeconds(3),
            CheckpointInterval = TimeSpan.FromSeconds(30),
            CheckpointOnClose = true,
            UseDualCheckpoints = false,
            MaxFileSize = 1_623_195_647L,
            MinimumRequiredSpace = 524_288_000L,
            FsyncPerTransaction = true,
            FsyncInterval = TimeSpan.FromSeconds(5),
        });
        options!.CheckpointDirectory.Should().EndWith(".flume/file-channel/checkpoint");
        options.DataDirectories.Should().ContainSingle().Which.Should().EndWith(".flume/file-channel/data");
    }

    [TestCase("use-log-replay-v1", "true")]
    [TestCase("use-fast-replay", "true")]
    [TestCase("compressBackupCheckpoint", "true")]
    public void Keys_without_a_meaning_here_are_explained(string key, string value) =>
        Bind((key, value)).Problems.Should().ContainSingle().Which.Severity.Should().Be(ProblemSeverity.Info);

    [TestCase("capacity", "0")]
    [TestCase("transactionCapacity", "-1")]
    [TestCase("checkpointInterval", "0")]
    public void Numbers_that_flume_replaces_are_replaced_with_a_warning(string key, string value)
    {
        var (options, problems) = Bind((key, value));

        options.Should().BeEquivalentTo(new FileChannelOptions());
        problems.Should().ContainSingle().Which.Severity.Should().Be(ProblemSeverity.Warning);
    }

    [TestCase("File Channel transaction capacity cannot be greater than the capacity of the channel.", "capacity", "10")]
    [TestCase("backup directory is not set", "useDualCheckpoints", "true")]
    [TestCase("configured to be the same", "useDualCheckpoints", "true", "backupCheckpointDir", "/c", "checkpointDir", "/c")]
    [TestCase("names a folder twice", "dataDirs", "/a,/b,/a")]
    [TestCase("names no folder", "dataDirs", " , ")]
    [TestCase("activeKey is present while key provider name is not", "encryption.activeKey", "key-0")]
    [TestCase("cipherProvider is present while key provider name is not", "encryption.cipherProvider", "AESGCM")]
    [TestCase("activeKey is missing", "encryption.keyProvider", "KEYFILE", "encryption.cipherProvider", "AESGCM")]
    [TestCase("cipherProvider is missing", "encryption.keyProvider", "KEYFILE", "encryption.activeKey", "k", "encryption.keyProvider.keys.k.file", "/k")]
    [TestCase("'ROT13' is no cipher provider", "encryption.keyProvider", "KEYFILE", "encryption.activeKey", "k", "encryption.keyProvider.keys.k.file", "/k", "encryption.cipherProvider", "ROT13")]
    [TestCase("'com.acme.Keys' is no key provider; write JCEKSFILE, KEYFILE or ENVIRONMENT", "encryption.keyProvider", "com.acme.Keys", "encryption.activeKey", "k", "encryption.cipherProvider", "AESGCM")]
    [TestCase("KeyStore file not specified", "encryption.keyProvider", "JCEKSFILE", "encryption.activeKey", "k", "encryption.cipherProvider", "AESGCM", "encryption.keyProvider.keyStorePasswordFile", "/p", "encryption.keyProvider.keys", "k")]
    [TestCase("KeyStore password  file not specified", "encryption.keyProvider", "jceksfile", "encryption.activeKey", "k", "encryption.cipherProvider", "AESGCM", "encryption.keyProvider.keyStoreFile", "/s", "encryption.keyProvider.keys", "k")]
    [TestCase("Keys available to KeyStore was not specified or empty", "encryption.keyProvider", "JCEKSFILE", "encryption.activeKey", "k", "encryption.cipherProvider", "AESGCM", "encryption.keyProvider.keyStoreFile", "/s", "encryption.keyProvider.keyStorePasswordFile", "/p")]
    [TestCase("the key 'k' has no source; name a file with the key in encryption.keyProvider.keys.k.file", "encryption.keyProvider", "KEYFILE", "encryption.activeKey", "k", "encryption.cipherProvider", "AESGCM")]
    [TestCase("the key 'old' has no source; name the environment variable", "encryption.keyProvider", "ENVIRONMENT", "encryption.activeKey", "k", "encryption.cipherProvider", "AESGCM", "encryption.keyProvider.keys", "k old", "encryption.keyProvider.keys.k.variable", "K")]
    public void What_cannot_work_is_an_error_with_its_reason(string reason, params string[] keys)
    {
        var (options, problems) = Bind([.. keys.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        options.Should().BeNull();
        problems.Should().ContainSingle(problem => problem.Severity == ProblemSeverity.Error).Which.Message.Should().Contain(reason);
    }

    [TestCase("JCEKSFILE", "AESCTRNOPADDING")]
    [TestCase("jceksfile", "aesctrnopadding")]
    [TestCase("org.apache.flume.channel.file.encryption.JCEFileKeyProvider$Builder", "org.apache.flume.channel.file.encryption.AESCTRNoPaddingProvider")]
    public void Flumes_keys_for_encryption_are_read(string keyProvider, string cipherProvider)
    {
        var (options, problems) = Bind(
            ("encryption.activeKey", "key-1"), ("encryption.cipherProvider", cipherProvider), ("encryption.keyProvider", keyProvider), ("encryption.keyProvider.keyStoreFile", "/k.jceks"),
            ("encryption.keyProvider.keyStorePasswordFile", "/k.pw"), ("encryption.keyProvider.keys", "key-0 key-1"), ("encryption.keyProvider.keys.key-1.passwordFile", "/1.pw"));

        problems.Should().BeEmpty();
        options!.Encryption.ActiveAlias.Should().Be("key-1");
        options.Encryption.Keys.Should().Equal("key-0", "key-1");
        KeyProviders.Create(options.Encryption, options.EncryptionKeys)!.Source.Should().Be("key store '/k.jceks'");
    }

    [Test]
    public void Encryption_can_be_turned_off_while_old_files_are_still_read()
    {
        var (options, problems) = Bind(("encryption.enabled", "false"), ("encryption.keyProvider", "KEYFILE"), ("encryption.keyProvider.keys", "k"), ("encryption.keyProvider.keys.k.file", "/k"));

        problems.Should().BeEmpty();
        options!.Encryption.ActiveAlias.Should().BeNull();
        KeyProviders.Create(options.Encryption, options.EncryptionKeys).Should().NotBeNull();
    }

    [Test]
    public void A_misspelt_key_for_encryption_is_a_warning() =>
        Bind(("encryption.activKey", "k")).Problems.Should().ContainSingle().Which.Remedy.Should().Contain("encryption.activeKey");

    [TestCase("file")]
    [TestCase("FILE")]
    [TestCase("org.apache.flume.channel.file.FileChannel")]
    public void The_type_is_found_by_each_of_its_names(string name) =>
        new ComponentRegistry(typeof(FileChannel).Assembly).Find(ComponentKind.Channel, name)!.Type.Should().Be<FileChannel>();

    private static (FileChannelOptions? Options, IReadOnlyList<ConfigurationProblem> Problems) Bind(params (string Key, string Value)[] keys)
    {
        var properties = ComponentProperties.Create("a1.channels.c1", keys.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
        var scope = new BindingScope("Channel 'c1' (file)", null, new ComponentRegistry(), static _ => false);
        var result = OptionsBinder.Bind(typeof(FileChannelOptions), properties, scope);
        return ((FileChannelOptions?)result.Options, result.Problems);
    }
}
