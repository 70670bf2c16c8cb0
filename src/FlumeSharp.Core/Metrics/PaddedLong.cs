using System.Runtime.InteropServices;

namespace FlumeSharp.Metrics;

// Alone on its cache lines, so that counters that different cores add to do not slow each other down.
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct PaddedLong
{
    [FieldOffset(56)]
    public long Value;
}
