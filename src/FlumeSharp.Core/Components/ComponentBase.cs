using Microsoft.Extensions.Logging;

namespace FlumeSharp.Components;

/// <summary>The life cycle of <see cref="IComponent"/> with its corner cases settled; a component only fills in the two hooks.</summary>
public abstract class ComponentBase : IComponent
{
    private readonly SemaphoreSlim _transition = new(1, 1);
    private volatile LifecycleState _state;

    /// <summary>Keeps the context and names the component after it.</summary>
    protected ComponentBase(ComponentContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
    }

    /// <inheritdoc />
    public string Name => Context.Name;

    /// <inheritdoc />
    public LifecycleState State => _state;

    /// <summary>Everything the component was given.</summary>
    protected ComponentContext Context { get; }

    /// <summary>The component's logger.</summary>
    protected ILogger Logger => Context.Logger;

    /// <summary>The component's clock.</summary>
    protected TimeProvider Time => Context.TimeProvider;

    /// <inheritdoc />
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _transition.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_state is LifecycleState.Started)
            {
                return;
            }

            if (_state is LifecycleState.Stopped)
            {
                throw new InvalidOperationException($"Component '{Name}' was stopped and cannot be started again; make a new instance.");
            }

            try
            {
                await OnStartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                _state = LifecycleState.Faulted;
                throw;
            }

            _state = LifecycleState.Started;
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        // Not cancellable: a stop that gives up waiting for a start would leave the component running.
        await _transition.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var was = _state;
            _state = LifecycleState.Stopped;
            if (was is LifecycleState.Started)
            {
                await OnStopAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await OnDisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Acquires what the component needs. When it throws it must have let go of everything again.</summary>
    protected abstract ValueTask OnStartAsync(CancellationToken cancellationToken);

    /// <summary>Ends the work of a started component. Called once.</summary>
    protected abstract ValueTask OnStopAsync(CancellationToken cancellationToken);

    /// <summary>Lets go of what the constructor made. Called after the stop.</summary>
    protected virtual ValueTask OnDisposeAsync() => ValueTask.CompletedTask;
}
