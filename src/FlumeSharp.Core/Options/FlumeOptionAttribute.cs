namespace FlumeSharp.Options;

/// <summary>
/// Binds a property of an options class to a configuration key. The property's initial value is the default; its documentation
/// becomes the reference page.
/// </summary>
/// <remarks>
/// Types: string, bool, int, long, double, their nullable forms, enums (any case unless <see cref="CaseSensitive"/>),
/// <see cref="TimeSpan"/> (in <see cref="Unit"/>), lists of strings (blanks between them), and <see cref="ComponentReference"/>.
/// </remarks>
/// <param name="key">The key after the component's name, as Flume spells it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlumeOptionAttribute(string key) : Attribute
{
    /// <summary>The key after the component's name.</summary>
    public string Key { get; } = key;

    /// <summary>Other spellings, used when <see cref="Key"/> is absent; each use is a warning that names the current key.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>The component cannot run without it.</summary>
    public bool Required { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public long Min { get; init; } = long.MinValue;

    /// <summary>The largest number allowed.</summary>
    public long Max { get; init; } = long.MaxValue;

    /// <summary>The unit of a duration.</summary>
    public TimeUnit Unit { get; init; } = TimeUnit.Milliseconds;

    /// <summary>Never shown in a log, a problem or an explanation.</summary>
    public bool Secret { get; init; }

    /// <summary>A value that does not fit is replaced by the default with a warning, where Flume does that; else it is an error.</summary>
    public bool Lenient { get; init; }

    /// <summary>An enum's names are matched as they are written.</summary>
    public bool CaseSensitive { get; init; }

    /// <summary>This key is FlumeSharp's own: Flume has none of that name.</summary>
    public bool IsExtension { get; init; }
}
