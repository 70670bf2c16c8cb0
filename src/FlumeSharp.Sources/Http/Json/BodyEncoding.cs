namespace FlumeSharp.Sources.Http.Json;

/// <summary>How the <c>body</c> member of an event is written.</summary>
public enum BodyEncoding
{
    /// <summary>As text: its characters become the event's bytes.</summary>
    Text,

    /// <summary>As base64: the decoded bytes are the event's.</summary>
    Base64,
}
