namespace FlumeSharp.TestKit;

/// <summary>The limits that a contract test wants of a channel.</summary>
/// <param name="Capacity">Most events.</param>
/// <param name="TransactionCapacity">Most puts, and most takes, of a transaction.</param>
/// <param name="KeepAlive">How long takes and commits wait; not at all when left out.</param>
public sealed record ChannelLimits(int Capacity = 100, int TransactionCapacity = 100, TimeSpan KeepAlive = default);
