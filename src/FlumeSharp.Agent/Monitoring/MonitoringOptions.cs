using System.Globalization;
using System.Net;

namespace FlumeSharp.Agent.Monitoring;

/// <summary>The system properties <c>flume.monitoring.*</c>.</summary>
/// <param name="Type">What was asked for: <c>http</c>, <c>prometheus</c>, or something we do not know; <see langword="null"/> means no monitoring.</param>
/// <param name="Port">The port as written.</param>
/// <param name="Bind">The address to listen on; all interfaces when left out. Ours, Flume has no such key.</param>
internal sealed record MonitoringOptions(string? Type, string? Port, string? Bind)
{
    private const int DefaultPort = 41414;

    /// <summary>Whether <c>/metrics</c> answers in Prometheus' format.</summary>
    public bool IsPrometheus => string.Equals(Type, "prometheus", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the type is one that we have.</summary>
    public bool IsKnown => IsPrometheus || string.Equals(Type, "http", StringComparison.OrdinalIgnoreCase);

    /// <summary>Picks the keys out of the system properties.</summary>
    public static MonitoringOptions From(IReadOnlyDictionary<string, string> properties) => new(
        properties.GetValueOrDefault("flume.monitoring.type")?.Trim(),
        properties.GetValueOrDefault("flume.monitoring.port")?.Trim(),
        properties.GetValueOrDefault("flume.monitoring.bind")?.Trim());

    /// <summary>The place to listen on; a null address means every interface.</summary>
    /// <exception cref="FlumeException">A value is wrong.</exception>
    public (IPAddress? Address, int Port) Endpoint()
    {
        var port = DefaultPort;
        if (Port is not null && !(int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort))
        {
            throw new FlumeException($"'flume.monitoring.port' must be a number between 0 and 65535 but is '{Port}'.");
        }

        return Bind switch
        {
            null or "" or "*" => (null, port),
            "localhost" => (IPAddress.Loopback, port),
            _ => (IPAddress.TryParse(Bind, out var address) ? address
                : throw new FlumeException($"'flume.monitoring.bind' must be an IP address or localhost but is '{Bind}'."), port),
        };
    }
}
