using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Monitoring;

internal static partial class Log
{
    [LoggerMessage(9101, LogLevel.Information, "Monitoring listens on {Address}: /metrics, /metrics/prometheus, /healthz, /readyz")]
    public static partial void Listening(ILogger logger, string address);

    [LoggerMessage(9102, LogLevel.Warning, "Error starting monitoring. Monitoring might not be available. There is no flume.monitoring.type '{Type}'; there are http and prometheus.")]
    public static partial void UnknownType(ILogger logger, string type);

    [LoggerMessage(9103, LogLevel.Error, "Error starting monitoring. Metrics and health are not available: {Reason}")]
    public static partial void CannotStart(ILogger logger, string reason);

    [LoggerMessage(9104, LogLevel.Error, "The request for {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, Exception failure, string path);
}
