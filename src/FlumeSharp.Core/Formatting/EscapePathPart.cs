namespace FlumeSharp.Formatting;

/// <summary>One piece of a compiled pattern.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">Literal text, header name or host word.</param>
/// <param name="Letter">The letter of a time escape.</param>
internal readonly record struct EscapePathPart(EscapePathPartKind Kind, string Text, char Letter = '\0')
{
    public bool IsTime => Kind is EscapePathPartKind.Time or EscapePathPartKind.RawTimestamp;
}
