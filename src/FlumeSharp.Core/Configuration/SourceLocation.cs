using System.Globalization;

namespace FlumeSharp.Configuration;

/// <summary>A place in a configuration file.</summary>
/// <param name="File">The file as it was named to the reader.</param>
/// <param name="Line">The line, counted from 1; 0 means the file as a whole.</param>
public sealed record SourceLocation(string File, int Line)
{
    /// <summary>The place as <c>flume.conf:27</c>, or only the file for a problem that concerns all of it.</summary>
    public override string ToString() => Line <= 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}");
}
