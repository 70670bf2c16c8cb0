using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.Queue;

/// <summary>An event that a transaction has taken and not committed.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Pointer">Where it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Claim(long Number, EventPointer Pointer);
