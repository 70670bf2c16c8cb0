namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>About how wide a text is in a sans-serif font; no font is at hand to ask.</summary>
internal static class TextSize
{
    /// <summary>The width at a size in pixels.</summary>
    public static double Of(string text, double size) => text.Sum(static c => c switch
    {
        'i' or 'j' or 'l' or 't' or 'f' or 'r' or '.' or ',' or ':' or ';' or '\'' or '|' or ' ' or '/' or '(' or ')' => 0.34,
        'm' or 'w' or 'M' or 'W' or '%' or '@' or '…' => 0.9,
        >= '\u2e80' => 1.05,
        >= 'A' and <= 'Z' => 0.7,
        _ => 0.57,
    }) * size;
}
