namespace FlumeSharp.Sources.Syslog;

// Flume's reading of keepFields.
internal static class KeepFields
{
    private static readonly (string Word, SyslogField Field)[] Words =
    [
        ("priority", SyslogField.Priority),
        ("version", SyslogField.Version),
        ("timestamp", SyslogField.Timestamp),
        ("hostname", SyslogField.Hostname),
    ];

    /// <summary>What a value keeps. As in Flume a word counts wherever it stands in the text.</summary>
    public static SyslogField Parse(string? value)
    {
        var text = value?.Trim() ?? "";
        if (Is(text, "true") || Is(text, "all"))
        {
            return SyslogField.All;
        }

        var kept = SyslogField.None;
        foreach (var (word, field) in Words)
        {
            kept |= text.Contains(word, StringComparison.OrdinalIgnoreCase) ? field : SyslogField.None;
        }

        return kept;
    }

    /// <summary>Whether a value is one that keeps nothing without saying so.</summary>
    public static bool IsMisspelt(string? value) =>
        !string.IsNullOrWhiteSpace(value) && Parse(value) == SyslogField.None && !Is(value.Trim(), "none") && !Is(value.Trim(), "false");

    private static bool Is(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
