using FlumeSharp.Options;

namespace FlumeSharp.Configuration.Filters;

/// <summary>The keys of the <c>external</c> filter.</summary>
public sealed class ExternalProcessConfigFilterOptions
{
    /// <summary>The program with its arguments, separated by blanks; there is no shell. The key becomes its last argument.</summary>
    [FlumeOption("command", Required = true)]
    public string Command { get; init; } = "";

    /// <summary>The encoding of what the program prints, by its usual name.</summary>
    [FlumeOption("charset")]
    public string Charset { get; init; } = "UTF-8";

    /// <summary>Seconds the program may take; then it is ended and the reference has no value.</summary>
    [FlumeOption("timeout", Min = 1, Max = 3600, Unit = TimeUnit.Seconds, IsExtension = true)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
