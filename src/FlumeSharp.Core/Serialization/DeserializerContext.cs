using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Serialization;

/// <summary>The file that a deserializer reads, and how.</summary>
public sealed class DeserializerContext
{
    /// <summary>The file, open for reading; its owner closes it.</summary>
    public required SafeFileHandle File { get; init; }

    /// <summary>The file's path, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>Where to begin: 0, or a <see cref="IEventDeserializer.Position"/> of before.</summary>
    public long Start { get; init; }

    /// <summary>The character set of text, by its Java name.</summary>
    public string InputCharset { get; init; } = "UTF-8";

    /// <summary>What becomes of bytes that are not of it.</summary>
    public DecodeErrorPolicy DecodeErrorPolicy { get; init; }

    /// <summary>The logger of the source.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The name of the source, for messages.</summary>
    public required string SourceName { get; init; }
}
