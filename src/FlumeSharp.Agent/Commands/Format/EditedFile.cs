using System.Text;
using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Format;

/// <summary>A file that a command rewrites, or standard input: what is in it, and how it goes back.</summary>
internal sealed class EditedFile
{
    private readonly Encoding _encoding;

    private EditedFile(string name, string text, Encoding encoding)
    {
        (Name, Text, _encoding) = (name, text, encoding);
        Syntax = PropertiesSyntax.Parse(text);
    }

    /// <summary>The name it was given by.</summary>
    public string Name { get; }

    /// <summary>Its text.</summary>
    public string Text { get; }

    /// <summary>Its text taken apart.</summary>
    public PropertiesSyntax Syntax { get; }

    /// <summary>Whether it begins with a byte order mark; <see cref="Text"/> does not.</summary>
    public bool HasByteOrderMark => _encoding.Preamble.Length > 0;

    /// <summary>Reads a file, or standard input.</summary>
    /// <exception cref="FlumeException">It is no properties file that could be rewritten; the message says why.</exception>
    public static EditedFile Read(string name)
    {
        if (Directory.Exists(name))
        {
            // The system would say that access is denied.
            throw new FlumeException($"Configuration file '{name}' cannot be read: it is a directory");
        }

        var bytes = name == StandardInput.Name ? StandardInput.Read() : File.ReadAllBytes(name);
        var read = PropertiesReader.Read(name, bytes);
        if (read.Problems.FirstOrDefault(static problem => problem.Severity == ProblemSeverity.Error) is { } problem)
        {
            throw new FlumeException(problem.ToString());
        }

        var (text, encoding) = PropertiesSyntax.Decode(bytes, PropertiesEncoding.Automatic);
        return new(name, text, encoding);
    }

    /// <summary>Puts a new text in the file's place, in one step: who reads it meanwhile sees the old or the new one.</summary>
    public void Replace(string text)
    {
        var target = File.ResolveLinkTarget(Name, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(Name);
        var draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        try
        {
            File.WriteAllText(draft, text, _encoding);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
            }

            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Writes a text that takes the file's place, as the bytes that <see cref="Replace"/> would put there.</summary>
    public void Write(string text, TextWriter output) => ByteOutput.Write(output, [.. _encoding.GetPreamble(), .. _encoding.GetBytes(text)], _encoding);

    /// <summary>Writes lines of the file in its encoding.</summary>
    public void WriteLines(string text, TextWriter output) => ByteOutput.Write(output, _encoding.GetBytes(text), _encoding);
}
