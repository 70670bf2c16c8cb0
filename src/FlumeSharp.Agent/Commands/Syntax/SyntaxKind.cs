namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>What a piece of a properties file is.</summary>
internal enum SyntaxKind
{
    /// <summary>A line of nothing but blanks, or one whose lone backslash means nothing.</summary>
    Blank,

    /// <summary>A line that begins with <c>#</c> or <c>!</c>.</summary>
    Comment,

    /// <summary>A key and its value, over one or more lines.</summary>
    Entry,
}
