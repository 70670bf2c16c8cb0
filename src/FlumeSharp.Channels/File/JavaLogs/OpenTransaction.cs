namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>A transaction whose end has not been seen.</summary>
internal sealed class OpenTransaction
{
    /// <summary>Events it put, in their order.</summary>
    public List<EventPointer> Puts { get; init; } = [];

    /// <summary>Events it took that still stand in the queue as it is known.</summary>
    public List<EventPointer> Takes { get; } = [];

    /// <summary>Events it had taken before the checkpoint, which the checkpoint's queue does not have any more.</summary>
    public List<EventPointer> Withdrawn { get; init; } = [];
}
