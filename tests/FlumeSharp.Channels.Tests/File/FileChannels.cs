using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

internal static class FileChannels
{
    public static FileChannelOptions Options(string folder, ChannelLimits? limits = null, int dataDirs = 1, long memory = 32 << 20)
    {
        limits ??= new ChannelLimits(100_000, 10_000);
        return new()
        {
            CheckpointDir = Path.Combine(folder, "checkpoint"),
            DataDirs = string.Join(',', Enumerable.Range(0, dataDirs).Select(i => Path.Combine(folder, $"data{i}"))),
            Capacity = limits.Capacity,
            TransactionCapacity = limits.TransactionCapacity,
            KeepAlive = limits.KeepAlive,
            MemoryBytes = memory,
        };
    }

    public static FileChannel Create(TestHost host, FileChannelOptions options, FileChannelEnvironment? environment = null) =>
        new(options, host.Channel(), environment ?? new FileChannelEnvironment());

    public static async Task<FileChannel> StartAsync(TestHost host, FileChannelOptions options, FileChannelEnvironment? environment = null)
    {
        var channel = Create(host, options, environment);
        await channel.StartAsync(CancellationToken.None);
        return channel;
    }
}
