namespace FlumeSharp.Sources.Net;

/// <summary>Where a message lies within received bytes.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its length, without what ends it.</param>
/// <param name="IsCut">It was longer than allowed, and this is only a part.</param>
internal readonly record struct Frame(int Start, int Length, bool IsCut);
