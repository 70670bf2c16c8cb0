using FlumeSharp.Metrics;

namespace FlumeSharp.Sources.Taildir;

// Flume's counters, and what tells an operator whether the source keeps up.
internal sealed class TaildirCounters : SourceCounters
{
    public TaildirCounters(string component)
        : base(component)
    {
        TailedFiles = AddGauge("TailedFileCount", "Files that are followed now.");
        OpenFiles = AddGauge("OpenFileCount", "Files that are open now.");
        UnreadBytes = AddGauge("UnreadByteCount", "Bytes of these files that were not delivered at the last look.");
        RestartedFiles = AddCounter("RestartedFileCount", "Times a file was cut or overwritten and is read from its beginning again.");
        LongLines = AddCounter("LongLineCount", "Lines longer than maxLineLength, which were cut into several events.");
    }

    public Gauge TailedFiles { get; }

    public Gauge OpenFiles { get; }

    public Gauge UnreadBytes { get; }

    public Counter RestartedFiles { get; }

    public Counter LongLines { get; }
}
