namespace FlumeSharp.Routing.Interceptors;

/// <summary>What takes the place of what is masked.</summary>
public enum MaskMode
{
    /// <summary>One and the same text.</summary>
    Redact,

    /// <summary>A keyed hash: equal values stay recognisable as equal, and cannot be guessed without the key.</summary>
    Hash,
}
