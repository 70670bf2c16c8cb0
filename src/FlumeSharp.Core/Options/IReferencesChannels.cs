namespace FlumeSharp.Options;

/// <summary>Options of a selector that name channels, so that the plan can check the names before anything runs.</summary>
public interface IReferencesChannels
{
    /// <summary>Each channel name with the key that names it.</summary>
    IEnumerable<(string Key, string Channel)> ReferencedChannels { get; }
}
