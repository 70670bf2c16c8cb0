using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>The keys of the sample interceptor.</summary>
public sealed class SampleInterceptorOptions : IValidatableObject
{
    /// <summary>The share of events that is kept, from 0 to 1.</summary>
    [FlumeOption("rate", Required = true, IsExtension = true)]
    public double Rate { get; init; } = 1;

    /// <summary>A header whose value decides: events with the same value are all kept or all dropped. Without it, and for events that do not have it, chance decides.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("header", IsExtension = true)]
    public string? Header { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!(Rate >= 0 && Rate <= 1))
        {
            yield return new(FormattableString.Invariant($"'rate' is {Rate}; it is the share that is kept, from 0 to 1: write 0.1 for a tenth"), ["rate"]);
        }
    }
}
