namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>Which file comes next.</summary>
public enum ConsumeOrder
{
    /// <summary>The one that was changed first.</summary>
    Oldest,

    /// <summary>The one that was changed last.</summary>
    Youngest,

    /// <summary>As the system lists them.</summary>
    Random,
}
