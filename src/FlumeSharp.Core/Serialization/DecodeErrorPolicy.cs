namespace FlumeSharp.Serialization;

/// <summary>What becomes of bytes that are not of the character set.</summary>
public enum DecodeErrorPolicy
{
    /// <summary>The file is bad.</summary>
    Fail,

    /// <summary>They become U+FFFD.</summary>
    Replace,

    /// <summary>They are left out.</summary>
    Ignore,
}
