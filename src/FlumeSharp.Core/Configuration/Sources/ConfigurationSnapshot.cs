namespace FlumeSharp.Configuration.Sources;

/// <summary>What a source said at one moment.</summary>
/// <param name="Configuration">The configuration, with everything that is wrong with it.</param>
/// <param name="Fingerprint">Equal for equal content (or the same failure), whatever its time stamps say.</param>
/// <param name="IsAvailable">
/// False when some of it could not be read at all, a file that is gone or a server that does not answer; an error in
/// <see cref="FlumeConfiguration.Problems"/> says why, and <paramref name="Configuration"/> has no agents.
/// </param>
public sealed record ConfigurationSnapshot(FlumeConfiguration Configuration, string Fingerprint, bool IsAvailable = true)
{
    /// <summary>Never the content: it holds secrets.</summary>
    public override string ToString() => $"configuration {Fingerprint}{(IsAvailable ? "" : ", not available")}";
}
