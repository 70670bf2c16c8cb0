namespace FlumeSharp.Options;

/// <summary>The codes of problems with a component's keys. The file docs/reference/problems.md explains them.</summary>
public static class OptionProblems
{
    /// <summary>A required key is missing.</summary>
    public const string Missing = "FS2001";

    /// <summary>A value is not of the key's type.</summary>
    public const string BadValue = "FS2002";

    /// <summary>A number is outside its range.</summary>
    public const string OutOfRange = "FS2003";

    /// <summary>A key that nobody reads.</summary>
    public const string UnknownKey = "FS2004";

    /// <summary>An old spelling of a key.</summary>
    public const string DeprecatedKey = "FS2005";

    /// <summary>A key of Flume that has no effect here.</summary>
    public const string IgnoredKey = "FS2006";

    /// <summary>A value that Flume reads as false though it looks like true.</summary>
    public const string DoubtfulBoolean = "FS2007";

    /// <summary>Keys that do not go together.</summary>
    public const string Inconsistent = "FS2008";

    /// <summary>A named component does not exist.</summary>
    public const string UnknownType = "FS2009";

    /// <summary>A component of Flume that FlumeSharp does not have yet.</summary>
    public const string NotYet = "FS2010";
}
