namespace FlumeSharp.Routing.Interceptors.Patterns;

// The flags that Java's patterns switch inside themselves.
[Flags]
internal enum PatternFlags
{
    None = 0,

    /// <summary>i: letters match whatever their case; only those of ASCII without <see cref="UnicodeCase"/>.</summary>
    IgnoreCase = 1,

    /// <summary>m: ^ and $ know lines.</summary>
    Multiline = 2,

    /// <summary>s: the dot matches line ends.</summary>
    DotAll = 4,

    /// <summary>x: blanks and comments do not count.</summary>
    Comments = 8,

    /// <summary>d: only \n ends a line.</summary>
    UnixLines = 16,

    /// <summary>u: case is folded for all letters.</summary>
    UnicodeCase = 32,

    /// <summary>U: \d, \w and \s know Unicode.</summary>
    UnicodeClasses = 64,
}
