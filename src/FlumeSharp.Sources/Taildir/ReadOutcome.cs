namespace FlumeSharp.Sources.Taildir;

/// <summary>How reading a batch of lines ended.</summary>
internal enum ReadOutcome
{
    /// <summary>The batch is full; there may be more.</summary>
    More,

    /// <summary>The file has no further line now.</summary>
    End,

    /// <summary>The file is not what it was before its position. Nothing was read.</summary>
    Overwritten,
}
