using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>Bytes of a segment that fail their check.</summary>
/// <param name="Position">Where they begin.</param>
/// <param name="Length">How many.</param>
/// <param name="LostEvents">Events that were in them, where that is known.</param>
/// <param name="What">What they were, as a noun.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Damage(long Position, long Length, int LostEvents, string What);
