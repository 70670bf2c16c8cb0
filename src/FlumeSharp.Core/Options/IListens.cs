namespace FlumeSharp.Options;

/// <summary>Options of a component that listens on a port, so that two that want the same one are found before they start.</summary>
public interface IListens
{
    /// <summary>The address or host name; <see langword="null"/> where it is every address.</summary>
    string? Bind { get; }

    /// <summary>The port; 0 where the system chooses one.</summary>
    int Port { get; }
}
