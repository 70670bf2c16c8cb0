namespace FlumeSharp.Routing.Interceptors.Extraction;

/// <summary>What becomes of an event whose text a serializer cannot turn into a value.</summary>
public enum ExtractionError
{
    /// <summary>The whole batch fails, as in Flume; the source tries again, or tells its client.</summary>
    Fail,

    /// <summary>The event goes on without the header, and is counted.</summary>
    Skip,
}
