using FlumeSharp.Metrics;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Net;

/// <summary>What a <see cref="TcpServer"/> needs to know.</summary>
/// <param name="Source">The source's name, for the log.</param>
/// <param name="Options">Limits.</param>
/// <param name="Tls">Encryption, or none.</param>
/// <param name="OpenConnections">Told of every connection.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal sealed record TcpServerSettings(string Source, TcpServerOptions Options, TcpTls? Tls, Gauge OpenConnections, TimeProvider Time, ILogger Logger);
