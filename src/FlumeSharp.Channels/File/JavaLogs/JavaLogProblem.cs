using System.Globalization;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>A place in Java's files that could not be used as it is.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="File">The file.</param>
/// <param name="Offset">The offset in bytes where it begins.</param>
/// <param name="Length">How many bytes are concerned; 0 where that cannot be told.</param>
/// <param name="Message">The reason in words.</param>
public sealed record JavaLogProblem(ProblemKind Kind, string File, long Offset, long Length, string Message)
{
    /// <summary>One line: file, offset, reason.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Offset}: {Message}");
}
