using System.Text.RegularExpressions;
using FlumeSharp.Routing.Interceptors;

namespace FlumeSharp.Sources.Taildir;

/// <summary>The files of one directory whose names match one pattern, and the headers of their events.</summary>
internal sealed class FileGroup
{
    private readonly Regex _pattern;

    /// <exception cref="ArgumentException">The pattern is malformed.</exception>
    public FileGroup(string name, string value, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var (directory, pattern) = Split(value) ?? throw new ArgumentException($"'{value}' is no directory and pattern.", nameof(value));
        Name = name;
        Directory = Path.GetFullPath(directory);
        Headers = [.. headers.Select(static header => KeyValuePair.Create<string, string?>(header.Key, header.Value))];
        _pattern = JavaPattern.CompileFullMatch(pattern);
    }

    public string Name { get; }

    public string Directory { get; }

    public KeyValuePair<string, string?>[] Headers { get; }

    /// <summary>The directory and the pattern of a group's value: as Java's File splits a path, at the last slash. Null when one is missing.</summary>
    public static (string Directory, string Pattern)? Split(string value)
    {
        var trimmed = value.TrimEnd('/');
        return trimmed.LastIndexOf('/') switch
        {
            < 0 => null,
            0 => ("/", trimmed[1..]),
            var at => (trimmed[..at], trimmed[(at + 1)..]),
        };
    }

    public bool Matches(ReadOnlySpan<char> name)
    {
        try
        {
            return _pattern.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            // A pattern that backtracks without end on some name: the others are still found.
            return false;
        }
    }
}
