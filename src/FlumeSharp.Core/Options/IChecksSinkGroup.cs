namespace FlumeSharp.Options;

/// <summary>Options of a sink processor that can judge the sinks of their group, so that the plan can say what is wrong before anything runs.</summary>
public interface IChecksSinkGroup
{
    /// <summary>What is wrong or doubtful; nothing when the group is fine.</summary>
    /// <param name="sinks">The group's sinks in declared order.</param>
    IEnumerable<SinkGroupFinding> Check(IReadOnlyList<string> sinks);
}
