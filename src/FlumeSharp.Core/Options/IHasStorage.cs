namespace FlumeSharp.Options;

/// <summary>Options of a channel that keeps events in folders of its own, so that a reload knows whether another one uses the same.</summary>
public interface IHasStorage
{
    /// <summary>Full paths of the folders.</summary>
    IEnumerable<string> StorageFolders { get; }

    /// <summary>Those of them without which events are missing.</summary>
    IEnumerable<string> EventFolders => StorageFolders;
}
