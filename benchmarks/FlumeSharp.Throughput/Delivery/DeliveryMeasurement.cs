using System.Collections;
using System.Text;
using FlumeSharp.Hdfs;

namespace FlumeSharp.Throughput;

/// <summary>HTTP to the HDFS sink for a while: how fast, whether every event arrived exactly once, and how memory went.</summary>
internal static class DeliveryMeasurement
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var target = arguments.Text("to").TrimEnd('/') + "/run-" + Guid.NewGuid().ToString("N");
        var seconds = arguments.Number("seconds", 30);
        var sinkBatch = arguments.Number("sink-batch", 1000);
        var batch = arguments.Number("batch", 100);
        var size = arguments.Number("size", 200);
        await using var process = AgentProcess.Start(arguments.Text("agent"), $"""
            a1.channels.c1.capacity = 100000
            a1.channels.c1.transactionCapacity = {Math.Max(sinkBatch, batch)}
            a1.sinks.k1.type = hdfs
            a1.sinks.k1.hdfs.path = {target}/%Y-%m-%d/%H
            a1.sinks.k1.hdfs.filePrefix = events
            a1.sinks.k1.hdfs.fileType = DataStream
            a1.sinks.k1.hdfs.rollInterval = 20
            a1.sinks.k1.hdfs.rollSize = 0
            a1.sinks.k1.hdfs.rollCount = 0
            a1.sinks.k1.hdfs.batchSize = {sinkBatch}
            """);
        var load = new LoadGenerator(process.Port, arguments.Number("connections", 16), batch, size);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var run = load.RunAsync(TimeSpan.FromSeconds(seconds));
        var memory = new List<double>();
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(1)));
            memory.Add(process.ResidentMiB);
        }

        var elapsed = await run;
        var cpu = process.CpuTime;
        var exitCode = await process.StopAsync();
        var (missing, duplicates, files) = await CheckAsync(target, load.Acknowledged);
        var quarter = Math.Max(1, memory.Count / 4);
        Console.WriteLine($"target {target}");
        Console.WriteLine($"{load.Acknowledged} events acknowledged in {elapsed.TotalSeconds:F1} s: {load.Acknowledged / elapsed.TotalSeconds:F0} events/s, {load.Acknowledged * (double)size / elapsed.TotalSeconds / (1 << 20):F1} MiB/s of bodies");
        Console.WriteLine($"CPU {cpu.TotalMicroseconds / load.Acknowledged:F2} µs per event; {load.Refused} batches refused and posted again, {load.Unclear} unanswered");
        Console.WriteLine($"resident memory: first quarter {memory.Take(quarter).Average():F0} MiB, last quarter {memory.TakeLast(quarter).Average():F0} MiB, most {memory.Max():F0} MiB");
        Console.WriteLine($"{files} files, {missing} missing, {duplicates} duplicate, exit code {exitCode}");
        if (missing > 0 || exitCode != 0)
        {
            Console.Error.WriteLine(process.Log);
        }

        return missing == 0 && exitCode == 0 ? 0 : 1;
    }

    private static async Task<(long Missing, long Duplicates, int Files)> CheckAsync(string target, long count)
    {
        var uri = new Uri(target);
        await using var factory = new FileSystemFactory();
        var fileSystem = factory.Get(uri);
        var seen = new BitArray(checked((int)count));
        long duplicates = 0;
        var files = 0;
        await foreach (var file in WalkAsync(fileSystem, uri.AbsolutePath))
        {
            files++;
            await using var stream = await fileSystem.OpenAsync(file.Path);
            using var reader = new StreamReader(stream, Encoding.ASCII, false, 1 << 16);
            while (await reader.ReadLineAsync() is { } line)
            {
                var number = int.Parse(line.AsSpan(0, 12));
                duplicates += seen[number] ? 1 : 0;
                seen[number] = true;
            }
        }

        long missing = 0;
        for (var i = 0; i < seen.Length; i++)
        {
            missing += seen[i] ? 0 : 1;
        }

        return (missing, duplicates, files);
    }

    private static async IAsyncEnumerable<FileStatus> WalkAsync(FileSystem fileSystem, string path)
    {
        await foreach (var entry in fileSystem.ListAsync(path))
        {
            if (!entry.IsDirectory)
            {
                yield return entry;
                continue;
            }

            await foreach (var below in WalkAsync(fileSystem, entry.Path))
            {
                yield return below;
            }
        }
    }
}
