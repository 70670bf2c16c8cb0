namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>What follows when a file cannot be read as it should.</summary>
public enum FileProblemPolicy
{
    /// <summary>The source stops.</summary>
    Fail,

    /// <summary>The file is set aside, and the source goes on.</summary>
    Skip,
}
