using System.Globalization;
using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace Acme.Flume;

/// <summary>The keys of the weighted sink processor, below <c>processor.</c>.</summary>
/// <remarks>Because of <see cref="IChecksSinkGroup"/> a weight that makes no sense is a problem with its line, before anything starts.</remarks>
public sealed class WeightedSinkProcessorOptions : IChecksSinkGroup
{
    /// <summary>Per sink how many batches it delivers in a round, a whole number from 1 on; 1 where it is left out.</summary>
    [FlumeOptionPrefix("weight.")]
    public IReadOnlyDictionary<string, string> Weights { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public IEnumerable<SinkGroupFinding> Check(IReadOnlyList<string> sinks)
    {
        foreach (var (sink, text) in Weights)
        {
            if (!sinks.Contains(sink))
            {
                yield return new(ProblemSeverity.Warning, $"weight.{sink}", $"the weight of '{sink}' is not used, because that is no sink of the group", $"the group's sinks are: {string.Join(", ", sinks)}");
            }
            else if (!TryParse(text, out _))
            {
                yield return new(ProblemSeverity.Error, $"weight.{sink}", $"the weight of '{sink}' must be a whole number from 1 to 1000 but is '{text}'", "write for example 3");
            }
        }
    }

    /// <summary>The weight of a sink.</summary>
    public int WeightOf(string sink) => Weights.TryGetValue(sink, out var text) && TryParse(text, out var weight) ? weight : 1;

    private static bool TryParse(string text, out int weight) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out weight) && weight is >= 1 and <= 1000;
}
