using System.Runtime.InteropServices;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>What events of one bucket have in common.</summary>
/// <param name="Path">The expanded directory.</param>
/// <param name="Prefix">The expanded beginning of the file names.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BucketKey(string Path, string Prefix);
