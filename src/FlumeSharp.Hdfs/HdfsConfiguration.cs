using System.Globalization;

namespace FlumeSharp.Hdfs;

/// <summary>The Hadoop properties this client reads, with Hadoop's defaults. Durations are milliseconds unless they carry a unit.</summary>
internal sealed class HdfsConfiguration
{
    private readonly IReadOnlyDictionary<string, string> _properties;

    public HdfsConfiguration(IReadOnlyDictionary<string, string> properties)
    {
        _properties = properties;
        ConnectTimeout = Duration("ipc.client.connect.timeout", 20_000);
        RpcTimeout = Duration("ipc.client.rpc-timeout.ms", 120_000);
        PingInterval = Duration("ipc.ping.interval", 60_000);
        RetryWindow = Integer("ipc.client.connect.max.retries", 10) * Duration("ipc.client.connect.retry.interval", 1_000);
        StreamRetryWindow = Duration("flumesharp.client.stream-retry-window.ms", 300_000);
        SocketTimeout = Duration("dfs.client.socket-timeout", 60_000);
        ServerDefaultsValidity = Duration("dfs.client.server-defaults.validity.period.ms", 3_600_000);
        LeaseRenewal = Duration("flumesharp.client.lease-renewal.ms", 30_000);
        LeaseHardLimit = TimeSpan.FromSeconds(Integer("dfs.namenode.lease-hard-limit-sec", 1200));
        BlockSize = Size("dfs.blocksize") ?? Size("dfs.block.size");
        Replication = (short?)Size("dfs.replication");
        BytesPerChecksum = Integer("dfs.bytes-per-checksum", 512);
        ChecksumType = Checksum();
        PacketSize = (int)(Size("dfs.client-write-packet-size") ?? 65_536);
        MaxPacketsInFlight = Math.Max(2, Integer("dfs.client.write.max-packets-in-flight", 80));
        BlockWriteRetries = Integer("dfs.client.block.write.retries", 3);
        ExcludedNodesExpiry = Duration("dfs.client.write.exclude.nodes.cache.expiry.interval.millis", 600_000);
        LocateBlockRetries = Integer("dfs.client.block.write.locateFollowingBlock.retries", 5);
        LocateBlockDelay = Duration("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 400);
        LocateBlockMaxDelay = Duration("dfs.client.block.write.locateFollowingBlock.max.delay.ms", 60_000);
        PipelineRecoveryRetries = Integer("dfs.client.pipeline.recovery.max-retries", 5);
        DatanodeRestartTimeout = Duration("dfs.client.datanode-restart.timeout", 30_000);
        Replacement = new DataTransfer.ReplacementPolicy(
            ReplaceWhen(),
            Boolean("dfs.client.block.write.replace-datanode-on-failure.best-effort", false),
            Integer("dfs.client.block.write.replace-datanode-on-failure.min-replication", 0));
        UseDatanodeHostName = Boolean("dfs.client.use.datanode.hostname", false);
        HomeDirectories = Text("dfs.user.home.dir.prefix") ?? "/user";
        Umask = Octal("fs.permissions.umask-mode", "022");
    }

    public TimeSpan ConnectTimeout { get; }

    public TimeSpan RpcTimeout { get; }

    public TimeSpan PingInterval { get; }

    /// <summary>How long a call that finds no server keeps trying.</summary>
    public TimeSpan RetryWindow { get; }

    /// <summary>The same for the calls of an open stream, which should outlive a restart of the namenode.</summary>
    public TimeSpan StreamRetryWindow { get; }

    public TimeSpan SocketTimeout { get; }

    public TimeSpan ServerDefaultsValidity { get; }

    public TimeSpan LeaseRenewal { get; }

    public TimeSpan LeaseHardLimit { get; }

    public long? BlockSize { get; }

    public short? Replication { get; }

    public int BytesPerChecksum { get; }

    public DataTransfer.ChecksumType ChecksumType { get; }

    public int PacketSize { get; }

    public int MaxPacketsInFlight { get; }

    public int BlockWriteRetries { get; }

    public TimeSpan ExcludedNodesExpiry { get; }

    public int LocateBlockRetries { get; }

    public TimeSpan LocateBlockDelay { get; }

    public TimeSpan LocateBlockMaxDelay { get; }

    /// <summary>How often a pipeline is rebuilt without a packet arriving in between.</summary>
    public int PipelineRecoveryRetries { get; }

    /// <summary>How long the only datanode of a block may be away.</summary>
    public TimeSpan DatanodeRestartTimeout { get; }

    public DataTransfer.ReplacementPolicy Replacement { get; }

    public bool UseDatanodeHostName { get; }

    public int Umask { get; }

    /// <summary>The directory that holds the users' home directories.</summary>
    public string HomeDirectories { get; }

    private string? Text(string key) =>
        _properties.TryGetValue(key, out var value) && value.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private int Integer(string key, int fallback) =>
        Text(key) is { } text ? Parse(key, text, int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n), n) : fallback;

    private bool Boolean(string key, bool fallback) =>
        Text(key) is { } text ? Parse(key, text, bool.TryParse(text, out var value), value) : fallback;

    private TimeSpan Duration(string key, int fallbackMilliseconds)
    {
        if (Text(key) is not { } text)
            return TimeSpan.FromMilliseconds(fallbackMilliseconds);
        var digits = text.AsSpan().TrimEnd("nsuhmdNSUHMD");
        double? scale = text.AsSpan(digits.Length).ToString().ToLowerInvariant() switch
        {
            "ns" => 1e-6,
            "us" => 1e-3,
            "" or "ms" => 1,
            "s" => 1e3,
            "m" => 60e3,
            "h" => 3600e3,
            "d" => 86400e3,
            _ => null,
        };
        var good = double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && scale is not null;
        return TimeSpan.FromMilliseconds(Parse(key, text, good, number * (scale ?? 1)));
    }

    private long? Size(string key)
    {
        if (Text(key) is not { } text)
            return null;
        var shift = char.ToLowerInvariant(text[^1]) switch { 'k' => 10, 'm' => 20, 'g' => 30, 't' => 40, 'p' => 50, 'e' => 60, _ => 0 };
        var digits = shift == 0 ? text : text[..^1];
        return Parse(key, text, long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n), n) << shift;
    }

    private int Octal(string key, string fallback)
    {
        var text = Text(key) ?? fallback;
        if (text.Length > 4 || text.AsSpan().ContainsAnyExceptInRange('0', '7'))
            throw new FileSystemException($"hdfs: '{key}' must be octal digits such as 022 but is '{text}'.");
        return Convert.ToInt32(text, 8) & 0x1FF;
    }

    private DataTransfer.ReplacementCondition ReplaceWhen()
    {
        const string Key = "dfs.client.block.write.replace-datanode-on-failure.policy";
        if (!Boolean("dfs.client.block.write.replace-datanode-on-failure.enable", true))
            return DataTransfer.ReplacementCondition.Never;
        return (Text(Key) ?? "DEFAULT").ToUpperInvariant() switch
        {
            "DEFAULT" => DataTransfer.ReplacementCondition.Default,
            "ALWAYS" => DataTransfer.ReplacementCondition.Always,
            "NEVER" => DataTransfer.ReplacementCondition.Never,
            var other => throw new FileSystemException($"hdfs: '{Key}' must be DEFAULT, ALWAYS or NEVER but is '{other}'."),
        };
    }

    private DataTransfer.ChecksumType Checksum() => (Text("dfs.checksum.type") ?? "CRC32C").ToUpperInvariant() switch
    {
        "CRC32C" => DataTransfer.ChecksumType.Crc32C,
        "CRC32" => DataTransfer.ChecksumType.Crc32,
        "NULL" => DataTransfer.ChecksumType.None,
        var other => throw new FileSystemException($"hdfs: 'dfs.checksum.type' must be CRC32C, CRC32 or NULL but is '{other}'."),
    };

    private static T Parse<T>(string key, string text, bool good, T value) =>
        good ? value : throw new FileSystemException($"hdfs: '{key}' is '{text}', which is not {Kind(typeof(T))}.");

    private static string Kind(Type type) => type == typeof(bool) ? "true or false" : type == typeof(double) ? "a duration such as 500, 30s or 2m" : "a number";
}
