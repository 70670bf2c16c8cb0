namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>Where the put of an event stands: a log file and the offset of the record's first byte, packed as the files pack it.</summary>
/// <param name="Value">The log file's number in the upper 32 bits, the offset in the lower.</param>
internal readonly record struct EventPointer(ulong Value) : IComparable<EventPointer>
{
    public EventPointer(int logId, int offset)
        : this(((ulong)(uint)logId << 32) | (uint)offset)
    {
    }

    /// <summary>The number in the log file's name.</summary>
    public int LogId => (int)(Value >> 32);

    /// <summary>The offset of the record in that file.</summary>
    public int Offset => (int)(uint)Value;

    public static bool operator <(EventPointer left, EventPointer right) => left.Value < right.Value;

    public static bool operator <=(EventPointer left, EventPointer right) => left.Value <= right.Value;

    public static bool operator >(EventPointer left, EventPointer right) => left.Value > right.Value;

    public static bool operator >=(EventPointer left, EventPointer right) => left.Value >= right.Value;

    public int CompareTo(EventPointer other) => Value.CompareTo(other.Value);

    public override string ToString() => $"log-{LogId}:{Offset}";
}
