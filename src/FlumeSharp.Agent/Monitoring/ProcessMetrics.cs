using System.Globalization;
using FlumeSharp.Agent.Commands;

namespace FlumeSharp.Agent.Monitoring;

/// <summary>What the process costs, under the names that Prometheus clients agree on.</summary>
internal static class ProcessMetrics
{
    /// <summary>Writes CPU time, memory, garbage collections and the version.</summary>
    public static void Write(PrometheusText text)
    {
        var cpu = Environment.CpuUsage;
        One(text, "process_cpu_seconds_total", "counter", "Processor time of the process, user and system.", cpu.TotalTime.TotalSeconds);
        One(text, "process_resident_memory_bytes", "gauge", "Memory of the process in RAM.", Environment.WorkingSet);
        One(text, "process_threads", "gauge", "Threads of the runtime's pool.", ThreadPool.ThreadCount);
        One(text, "dotnet_gc_heap_bytes", "gauge", "Bytes of managed objects, as of the last collection.", GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes);
        One(text, "dotnet_gc_allocated_bytes_total", "counter", "Bytes of managed objects made so far.", GC.GetTotalAllocatedBytes(precise: false));
        One(text, "dotnet_gc_pause_seconds_total", "counter", "Time that all threads stood still for garbage collection.", GC.GetTotalPauseDuration().TotalSeconds);
        text.Family("dotnet_gc_collections_total", "counter", "Garbage collections by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Sample("dotnet_gc_collections_total", GC.CollectionCount(generation), ("generation", generation.ToString(CultureInfo.InvariantCulture)));
        }

        text.Family("flume_build_info", "gauge", "Always 1; the version is in the label.");
        text.Sample("flume_build_info", 1, ("version", VersionCommand.Number));
    }

    private static void One(PrometheusText text, string name, string type, string help, double value)
    {
        text.Family(name, type, help);
        text.Sample(name, value);
    }
}
