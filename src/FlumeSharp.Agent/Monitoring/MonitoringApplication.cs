using System.Text;
using FlumeSharp.Agent.Hosting;
using FlumeSharp.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Monitoring;

/// <summary>Answers the requests of monitoring systems. A handful of fixed paths needs no router.</summary>
internal sealed class MonitoringApplication(MonitoringOptions options, MetricsRegistry metrics, RunningAgent agent, ILogger logger) : IHttpApplication<IFeatureCollection>
{
    private const string Json = "application/json;charset=utf-8";
    private const string Html = "text/html;charset=utf-8";

    /// <inheritdoc />
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    /// <inheritdoc />
    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    /// <inheritdoc />
    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        var (status, type, body) = Guard(request);
        var bytes = Encoding.UTF8.GetBytes(body);
        response.StatusCode = status;
        response.Headers.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        if (type.Length > 0)
        {
            response.Headers.ContentType = type;
        }

        if (bytes.Length > 0 && !HttpMethods.IsHead(request.Method))
        {
            await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(bytes).ConfigureAwait(false);
        }
    }

    private (int Status, string Type, string Body) Guard(IHttpRequestFeature request)
    {
        try
        {
            return Answer(request.Method, request.Path);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A gauge is worked out when it is read, perhaps by a plug-in.
            Log.RequestFailed(logger, failure, request.Path);
            return (StatusCodes.Status500InternalServerError, "text/plain;charset=utf-8", "The metrics could not be read; the log says why.\n");
        }
    }

    private (int Status, string Type, string Body) Answer(string method, string path)
    {
        if (HttpMethods.IsTrace(method) || HttpMethods.IsOptions(method))
        {
            return (StatusCodes.Status403Forbidden, "", "");
        }

        switch (path.Length > 1 ? path.TrimEnd('/').ToLowerInvariant() : path)
        {
            case "/":
                return (StatusCodes.Status200OK, Html, "For Flume metrics please click <a href = \"./metrics\"> here</a>.");
            case "/metrics" when options.IsPrometheus:
                return (StatusCodes.Status200OK, PrometheusText.ContentType, PrometheusWriter.Write(metrics, agent, PrometheusNames.Flume));
            case "/metrics":
                return (StatusCodes.Status200OK, Json, FlumeJsonWriter.Write(metrics.Groups));
            case "/metrics/prometheus":
                return (StatusCodes.Status200OK, PrometheusText.ContentType, PrometheusWriter.Write(metrics, agent, PrometheusNames.Idiomatic));
            case "/healthz":
                return (StatusCodes.Status200OK, Json, HealthWriter.Alive(agent));
            case "/readyz":
                var (isReady, body) = HealthWriter.Ready(agent);
                return (isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, Json, body);
            default:
                return (StatusCodes.Status404NotFound, Html, "<html><head><title>Not Found</title></head><body><h1>404 Not Found</h1></body></html>");
        }
    }
}
