namespace FlumeSharp.Serialization;

/// <summary>A file whose content is not what its deserializer reads.</summary>
/// <param name="message">What is wrong, and where.</param>
/// <param name="cause">What found it.</param>
public sealed class BadFileException(string message, Exception? cause = null) : FlumeException(message, cause);
