namespace FlumeSharp.Runtime;

/// <summary>The codes of problems that the planner finds. docs/reference/problems.md explains them.</summary>
public static class PlanProblems
{
    /// <summary>No file defines the agent.</summary>
    public const string UnknownAgent = "FS3001";

    /// <summary>A batch is larger than a channel's transactions.</summary>
    public const string BatchTooLarge = "FS3002";

    /// <summary>A source or sink lost its last channel.</summary>
    public const string NoChannel = "FS3003";

    /// <summary>A selector names a channel that its source does not have.</summary>
    public const string SelectorChannel = "FS3004";

    /// <summary>A listed interceptor has no type.</summary>
    public const string InterceptorWithoutType = "FS3005";

    /// <summary>A sink group cannot run.</summary>
    public const string SinkGroup = "FS3006";

    /// <summary>A channel that nothing uses.</summary>
    public const string UnusedChannel = "FS3007";

    /// <summary>Channels may hold more than the memory there is.</summary>
    public const string TooMuchMemory = "FS3008";

    /// <summary>Two components want the same folder or port.</summary>
    public const string SharedResource = "FS3009";
}
