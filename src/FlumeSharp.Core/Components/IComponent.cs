namespace FlumeSharp.Components;

/// <summary>
/// A part of a running agent: source, channel or sink.
/// <para>
/// The life of a component, which every implementation keeps and the contract suites check:
/// <list type="number">
/// <item>The constructor only keeps what it is given. It opens no file, port or connection and starts no work.</item>
/// <item><see cref="StartAsync"/> is called at most once at a time. It acquires what the component needs and returns soon; long work
/// goes on in the background. When it throws, the component has let go of everything and may be started again.</item>
/// <item>Starting a started component, or stopping a stopped one, does nothing.</item>
/// <item><see cref="StopAsync"/> may be called without a start. It ends background work, flushes, and lets go of everything; it
/// waits no longer than its token allows. Nothing is called afterwards but Dispose.</item>
/// <item>A stopped component is not started again: a restart is a new instance.</item>
/// <item>Dispose stops a component that still runs.</item>
/// </list>
/// </para>
/// </summary>
public interface IComponent : IAsyncDisposable
{
    /// <summary>The name the configuration gives it, such as <c>r1</c>.</summary>
    string Name { get; }

    /// <summary>Where it stands in its life.</summary>
    LifecycleState State { get; }

    /// <summary>Acquires what the component needs (ports, files, connections) and begins to work.</summary>
    /// <param name="cancellationToken">Ends the attempt; the component is then as before.</param>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends all work, flushes, and lets go of everything.</summary>
    /// <param name="cancellationToken">When cancelled, the component gives up being graceful and ends at once.</param>
    ValueTask StopAsync(CancellationToken cancellationToken);
}
