using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>The files that problems and values come from, read when somebody first asks for them.</summary>
/// <param name="encoding">How their bytes become text.</param>
/// <param name="standardInput">What <c>-</c> stands for.</param>
internal sealed class SourceTexts(PropertiesEncoding encoding, ReadOnlyMemory<byte>? standardInput)
{
    private readonly Dictionary<string, PropertiesSyntax?> _files = new(StringComparer.Ordinal);

    /// <summary>A file by the name that places in it have; null when it cannot be read, or is no file of this machine.</summary>
    public PropertiesSyntax? Find(string file)
    {
        if (!_files.TryGetValue(file, out var syntax))
        {
            _files[file] = syntax = Read(file);
        }

        return syntax;
    }

    /// <summary>The entry at a place.</summary>
    public SyntaxItem? Find(SourceLocation? location) => location is null ? null : Find(location.File)?.EntryAt(location.Line);

    private PropertiesSyntax? Read(string file)
    {
        try
        {
            var bytes = file == StandardInput.Name && standardInput is { } given ? given.Span : File.ReadAllBytes(file);
            return PropertiesSyntax.Parse(PropertiesSyntax.Decode(bytes, encoding).Text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
