using FlumeSharp.Options;

namespace FlumeSharp.Sinks.Serializers;

/// <summary>Options of the <c>text</c> serializer.</summary>
public sealed class BodyTextSerializerOptions
{
    /// <summary>Writes a line feed after each body.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("appendNewline")]
    public bool AppendNewline { get; init; } = true;
}
