namespace FlumeSharp.Configuration;

/// <summary>A <c>${…}</c> that names nothing and so stayed in a value as it was written.</summary>
/// <param name="Entry">The entry that holds it.</param>
/// <param name="Text">The reference as written, with its braces.</param>
internal sealed record UnresolvedReference(PropertiesEntry Entry, string Text);
