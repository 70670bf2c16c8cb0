namespace FlumeSharp.Configuration;

/// <summary>How much a problem of the configuration matters.</summary>
public enum ProblemSeverity
{
    /// <summary>Nothing is wrong, but a reader of the file may want to know.</summary>
    Info,

    /// <summary>Something is ignored or guessed; everything else runs as written.</summary>
    Warning,

    /// <summary>A component or an agent cannot run as written. The rest still runs, unless <c>--strict</c> is given.</summary>
    Error,
}
