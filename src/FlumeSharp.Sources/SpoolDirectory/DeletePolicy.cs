namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>When a delivered file is deleted.</summary>
public enum DeletePolicy
{
    /// <summary>It stays.</summary>
    Never,

    /// <summary>At once.</summary>
    Immediate,
}
