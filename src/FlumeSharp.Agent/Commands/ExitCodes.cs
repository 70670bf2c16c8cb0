namespace FlumeSharp.Agent.Commands;

/// <summary>What the process ends with. Java Flume ends with 0 on every failure; scripts that look can tell ours apart.</summary>
internal static class ExitCodes
{
    /// <summary>Everything went well, a stop by signal included.</summary>
    public const int Ok = 0;

    /// <summary>Something failed while the command ran.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is wrong; nothing ran.</summary>
    public const int Usage = 2;

    /// <summary>A reload was applied, and events of channels that went away were not delivered.</summary>
    public const int LeftBehind = 3;
}
