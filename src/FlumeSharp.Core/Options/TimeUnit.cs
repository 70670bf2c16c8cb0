namespace FlumeSharp.Options;

/// <summary>The unit in which a configuration file states a duration.</summary>
public enum TimeUnit
{
    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Minutes.</summary>
    Minutes,
}
