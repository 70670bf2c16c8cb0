using System.Globalization;

namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>What came of one look at the configuration: a line of the file that <c>flumesharp reload</c> reads.</summary>
/// <param name="Number">Counts the looks that came to something.</param>
/// <param name="WasAsked">Whether somebody asked, rather than the agent noticed a change.</param>
/// <param name="Outcome"><see cref="Applied"/>, <see cref="Unchanged"/> or <see cref="Rejected"/>.</param>
/// <param name="LeftBehind">Events that went away undelivered with their channels; in an answer to somebody who asks, all since the one before.</param>
/// <param name="Text">What was done, or why not.</param>
internal sealed record ReloadAnswer(int Number, bool WasAsked, string Outcome, long LeftBehind, string Text)
{
    /// <summary>The configuration runs.</summary>
    public const string Applied = "applied";

    /// <summary>There was nothing to do.</summary>
    public const string Unchanged = "unchanged";

    /// <summary>The configuration does not run.</summary>
    public const string Rejected = "rejected";

    private const string Asked = "asked";

    /// <summary>Reads a line.</summary>
    public static ReloadAnswer? Parse(string line) =>
        line.Split(' ', 5) is [var number, var by, var outcome, var left, var text]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && long.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var events)
            ? new(n, by == Asked, outcome, events, text)
            : null;

    /// <summary>The line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Number} {(WasAsked ? Asked : "noticed")} {Outcome} {LeftBehind} {Text.ReplaceLineEndings(" ")}");
}
