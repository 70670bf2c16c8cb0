using FlumeSharp.Metrics;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Net;

/// <summary>What a <see cref="DatagramServer"/> needs to know.</summary>
/// <param name="Source">The source's name, for the log.</param>
/// <param name="BatchSize">Most events in a transaction.</param>
/// <param name="MaxPendingBytes">Most bytes that wait for a channel.</param>
/// <param name="ReceiveBufferBytes">The system's buffer; 0 for its default.</param>
/// <param name="NeedsSender">Whether who sent a datagram is of interest.</param>
/// <param name="Lost">Counts datagrams without room.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal sealed record DatagramServerSettings(
    string Source, int BatchSize, int MaxPendingBytes, int ReceiveBufferBytes, bool NeedsSender, Counter Lost, TimeProvider Time, ILogger Logger);
