namespace FlumeSharp.Channels;

/// <summary>
/// Where taken events stood in their channel: the range <paramref name="First"/> to <paramref name="Last"/>, both included. The same
/// event keeps its number over a rollback and over a restart, so a sink that stores the last number it delivered can tell a
/// repeated event from a new one.
/// </summary>
/// <param name="ChannelId">Names the channel's storage for as long as that storage lives; another id means the numbers do not compare.</param>
/// <param name="First">The number of the first event.</param>
/// <param name="Last">The number of the last event.</param>
public readonly record struct ChannelPosition(string ChannelId, long First, long Last);
