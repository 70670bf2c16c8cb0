using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Routing;

/// <summary>The keys of the multiplexing selector, below <c>selector.</c>.</summary>
public sealed class MultiplexingSelectorOptions : IReferencesChannels, IValidatableObject
{
    /// <summary>The header whose value chooses the channels.</summary>
    /// <value>Default: <c>flume.selector.header</c>.</value>
    [FlumeOption("header")]
    public string Header { get; init; } = "flume.selector.header";

    /// <summary>Channels of events whose header is missing, blank, or has a value without a mapping; without them such events go nowhere.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("default")]
    public IReadOnlyList<string> Default { get; init; } = [];

    /// <summary>Per header value the channels that must take the event, blanks between the names.</summary>
    [FlumeOptionPrefix("mapping.")]
    public IReadOnlyDictionary<string, string> Mappings { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Per header value the channels that may fail without the source being told.</summary>
    [FlumeOptionPrefix("optional.")]
    public IReadOnlyDictionary<string, string> Optional { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <inheritdoc />
    IEnumerable<(string Key, string Channel)> IReferencesChannels.ReferencedChannels =>
        [.. Default.Select(static name => ("default", name)), .. NamesOf("mapping.", Mappings), .. NamesOf("optional.", Optional)];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Mappings.Count == 0 && Default.Count == 0)
        {
            yield return new OptionWarning(
                $"there is no 'mapping.…' and no 'default', so {(Optional.Count == 0 ? "every event goes to no channel and is gone" : "events go to no channel but the optional ones")}; name the channels of header values in 'mapping.VALUE', and those of all other events in 'default'",
                "type");
        }
    }

    private static IEnumerable<(string Key, string Channel)> NamesOf(string prefix, IReadOnlyDictionary<string, string> lists) =>
        from list in lists from name in JavaConvert.SplitOnBlanks(list.Value) select (prefix + list.Key, name);
}
