namespace FlumeSharp.Sources;

/// <summary>A pollable source that can tell when it is worth polling again, so that a pause after an empty poll need not be sat out.</summary>
public interface IWaitsForWork : IPollableSource
{
    /// <summary>Waits until there may be something to bring in, and no longer than the pause would last. Called between polls, after an empty one.</summary>
    /// <param name="atMost">How long the pause would last.</param>
    /// <param name="stop">Cancelled when the source is to stop.</param>
    ValueTask WaitForWorkAsync(TimeSpan atMost, CancellationToken stop);
}
