using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

/// <summary>What a host gives the runtime.</summary>
/// <param name="Activator">Makes components.</param>
/// <param name="LoggerFactory">Their loggers.</param>
/// <param name="TimeProvider">Their clock.</param>
/// <param name="Metrics">Their counters.</param>
public sealed record PipelineServices(ComponentActivator Activator, ILoggerFactory LoggerFactory, TimeProvider TimeProvider, MetricsRegistry Metrics);
