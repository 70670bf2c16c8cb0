namespace FlumeSharp.Configuration.Sources;

/// <summary>What one place held at one moment.</summary>
/// <param name="Document">Its entries.</param>
/// <param name="Fingerprint">Equal for equal content.</param>
/// <param name="IsAvailable">False when it could not be read.</param>
internal sealed record SourceDocument(PropertiesDocument Document, string Fingerprint, bool IsAvailable = true)
{
    /// <summary>A document from its bytes.</summary>
    public static SourceDocument Of(string name, ReadOnlySpan<byte> bytes, PropertiesEncoding encoding)
        => new(PropertiesReader.Read(name, bytes, encoding), ContentFingerprint.Of(bytes));

    /// <summary>The document of a place that could not be read.</summary>
    /// <param name="name">The place.</param>
    /// <param name="problem">Why.</param>
    public static SourceDocument Unavailable(string name, ConfigurationProblem problem)
        => new(new PropertiesDocument(name, [], [problem]), $"unavailable: {problem.Message}", IsAvailable: false);
}
