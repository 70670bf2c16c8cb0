using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Taildir;

/// <summary>What the parts of one source share.</summary>
internal sealed record TaildirContext(string Name, ILogger Logger, TimeProvider Time, TaildirCounters Counters);
