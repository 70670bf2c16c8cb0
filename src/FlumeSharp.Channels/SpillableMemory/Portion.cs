using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>A part of a run that was taken.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Portion(bool IsOnDisk, int Count);
