namespace FlumeSharp.Options;

/// <summary>Options of a channel that holds so many events and no more, so that a reload knows whether those that wait fit into it.</summary>
public interface IHasCapacity
{
    /// <summary>Most events it may hold.</summary>
    long Capacity { get; }
}
