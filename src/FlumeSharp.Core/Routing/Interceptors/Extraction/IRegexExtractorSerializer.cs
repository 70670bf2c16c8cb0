namespace FlumeSharp.Routing.Interceptors.Extraction;

/// <summary>
/// Turns the text of a group into the value of a header, for the regex_extractor interceptor. Called concurrently. A class that
/// implements it carries <c>[FlumeSerializer]</c>, and its options derive from <see cref="RegexExtractorSerializerOptions"/>.
/// </summary>
public interface IRegexExtractorSerializer
{
    /// <summary>The value of the header.</summary>
    /// <param name="text">What the group matched; <see langword="null"/> when it took no part in the match.</param>
    /// <exception cref="FormatException">The text is none that can be turned; what becomes of the event is the interceptor's <c>onError</c>.</exception>
    string? Serialize(string? text);
}
