using System.Collections.Frozen;
using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace FlumeSharp.Sinks.Processors;

/// <summary>The keys of the failover processor, below <c>processor.</c>.</summary>
public sealed class FailoverSinkProcessorOptions : IChecksSinkGroup
{
    /// <summary>Per sink its priority, a whole number; the highest is preferred. Sinks without one get -1, -2 … in declared order.</summary>
    [FlumeOptionPrefix("priority.")]
    public IReadOnlyDictionary<string, string> Priorities { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The longest time a failed sink is left alone, in milliseconds; the first is 2 s and each further one doubles.</summary>
    /// <value>Default: 30000.</value>
    [FlumeOption("maxpenalty", Min = 0, Max = int.MaxValue, Lenient = true)]
    public TimeSpan MaxPenalty { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public IEnumerable<SinkGroupFinding> Check(IReadOnlyList<string> sinks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        foreach (var (sink, text) in Priorities)
        {
            if (!sinks.Contains(sink, StringComparer.Ordinal))
            {
                yield return new(ProblemSeverity.Warning, $"priority.{sink}", $"the priority of '{sink}' is not used, because that is no sink of the group", $"the group's sinks are: {string.Join(", ", sinks)}");
            }
            else if (!JavaConvert.TryToInt32(text, out _))
            {
                yield return new(ProblemSeverity.Warning, $"priority.{sink}", $"the priority of '{sink}' must be a whole number but is '{text}'; the sink comes after all that have one", "write a number; the highest is preferred");
            }
        }

        foreach (var equals in Rank(sinks).GroupBy(static pair => pair.Priority).Where(static equals => equals.Skip(1).Any()))
        {
            var names = equals.Select(static pair => pair.Sink).ToList();
            yield return new(
                ProblemSeverity.Warning, $"priority.{names[^1]}", $"the sinks {string.Join(", ", names)} have the same priority {equals.Key}, so only '{names[0]}' is ever used", "give each sink a priority of its own");
        }
    }

    /// <summary>The priority of every sink, in declared order. The highest is asked first; of several with one priority only the first is ever asked.</summary>
    /// <param name="sinks">The names of the sinks in declared order.</param>
    public IReadOnlyList<(string Sink, int Priority)> Rank(IEnumerable<string> sinks)
    {
        var missing = 0;
        return [.. sinks.Select(sink => (sink, Priorities.TryGetValue(sink, out var text) && JavaConvert.TryToInt32(text, out var priority) ? priority : --missing))];
    }
}
