namespace FlumeSharp.Configuration.Sources;

/// <summary>
/// Where an agent's configuration comes from: files, URIs, a ZooKeeper node. It is asked for what stands there now, and may say that
/// asking again is worth while.
/// </summary>
/// <remarks>
/// <para>One caller uses it at a time, but for <see cref="WaitForHintAsync"/>, which may run beside a load. The usual loop: load; wait for
/// <see cref="PollInterval"/> or a hint, whichever comes first; load with what was loaded last; and so on.</para>
/// <para>Nothing that can happen to a source is an exception: a file that is gone, a server that does not answer and a malformed line are
/// all errors among <see cref="FlumeConfiguration.Problems"/>.</para>
/// </remarks>
public interface IConfigurationSource : IAsyncDisposable
{
    /// <summary>What it is, for logs: <c>base.conf, site.conf</c> or <c>https://config/flume.conf</c>. Never holds a password.</summary>
    string Description { get; }

    /// <summary>The time between two looks where nobody asks for another: 30 seconds, or 300 when a web server has to be asked.</summary>
    TimeSpan PollInterval { get; }

    /// <summary>Reads the configuration.</summary>
    /// <param name="previous">What this source gave last; <see langword="null"/> at the first time.</param>
    /// <param name="cancellationToken">Ends waiting for a peer.</param>
    /// <returns>What stands there now; <see langword="null"/> when that is the same as <paramref name="previous"/>.</returns>
    ValueTask<ConfigurationSnapshot?> LoadAsync(ConfigurationSnapshot? previous, CancellationToken cancellationToken);

    /// <summary>Is told that a configuration runs, so that it may keep a copy for a start without one. Nothing is kept when left out.</summary>
    /// <param name="applied">What this source gave.</param>
    /// <returns>Why no copy could be kept, else <see langword="null"/>.</returns>
    ConfigurationProblem? Keep(ConfigurationSnapshot applied) => null;

    /// <summary>
    /// Completes when something seems to have changed since the last load and has settled for a moment; a hint, not a promise. A source that
    /// notices nothing by itself waits until it is cancelled.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, with <see cref="OperationCanceledException"/>.</param>
    ValueTask WaitForHintAsync(CancellationToken cancellationToken);
}
