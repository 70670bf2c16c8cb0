namespace FlumeSharp.Formatting;

/// <summary>What a piece of a compiled pattern stands for.</summary>
internal enum EscapePathPartKind
{
    /// <summary>Itself.</summary>
    Literal,

    /// <summary>The value of a header.</summary>
    Header,

    /// <summary>Something about the local host.</summary>
    Host,

    /// <summary>The (rounded) time in some form; letters without a meaning are empty but want a time all the same.</summary>
    Time,

    /// <summary>The timestamp header as it is written.</summary>
    RawTimestamp,
}
