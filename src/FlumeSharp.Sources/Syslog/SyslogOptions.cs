using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Sources.Syslog;

/// <summary>The keys that all syslog sources have.</summary>
public sealed record SyslogOptions : IValidatableObject
{
    /// <summary>What stays in the body of what is also in headers: <c>none</c>, <c>all</c> (the message as it came), or some of <c>priority version timestamp hostname</c>.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("keepFields")]
    public string? KeepFields { get; init; }

    /// <summary>By which rules messages are read: <c>flume</c> for Flume's with their oddities, <c>rfc</c> for the RFCs' (zones count, fractions are fractions, any host, no trailing CR).</summary>
    /// <value>Default: flume.</value>
    [FlumeOption("parser", IsExtension = true)]
    public SyslogReading Reading { get; init; }

    /// <summary>The fields that stay.</summary>
    internal SyslogField Keep => Syslog.KeepFields.Parse(KeepFields);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Syslog.KeepFields.IsMisspelt(KeepFields))
        {
            yield return new OptionWarning($"'keepFields' is '{KeepFields}', which keeps nothing; write none, all, or some of: priority version timestamp hostname", "keepFields");
        }
    }

    internal SyslogSettings SettingsFor(SyslogGrammar flume, SyslogFormat? format = null) => Reading == SyslogReading.Rfc
        ? new(Keep, new RfcGrammar(), true, format)
        : new(Keep, flume, false, format);
}
