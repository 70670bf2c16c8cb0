using FlumeSharp.Channels.File.JavaLogs;

namespace FlumeSharp.Channels.File.Import;

/// <summary>How an import ended.</summary>
/// <param name="Imported">Events that it put into the channel, those before an interruption included.</param>
/// <param name="Lost">Events that waited and could not be read.</param>
/// <param name="Problems">What was wrong with Java's files.</param>
internal sealed record ImportResult(long Imported, long Lost, IReadOnlyList<JavaLogProblem> Problems);
