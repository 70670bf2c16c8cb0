namespace FlumeSharp.Formatting;

/// <summary>How an <see cref="EscapePath"/> reads time and treats header data.</summary>
public sealed record EscapePathOptions
{
    /// <summary>The zone that time escapes are written in.</summary>
    /// <value>Default: the machine's zone.</value>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Rounds timestamps down before they are formatted.</summary>
    /// <value>Default: <see langword="null"/>, no rounding.</value>
    public EscapePathRounding? Rounding { get; init; }

    /// <summary>Stands before every expansion, and has no escapes.</summary>
    /// <value>Default: empty.</value>
    public string Root { get; init; } = "";

    /// <summary>Takes the agent's clock instead of the event's <c>timestamp</c> header.</summary>
    public bool UseLocalTime { get; init; }

    /// <summary>
    /// The text is a path: dot segments, control characters and repeated slashes that event data brings are made harmless, so that the
    /// path stays below what the pattern spells out.
    /// </summary>
    public bool IsPath { get; init; }
}
