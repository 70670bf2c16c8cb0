using FlumeSharp.TestKit;

namespace FlumeSharp.Components;

public sealed class ComponentBaseTests
{
    [Test]
    public async Task A_failed_start_may_be_tried_again()
    {
        await using var component = new Probe { StartFailure = new IOException("port in use") };
        await component.Awaiting(c => c.StartAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();
        component.State.Should().Be(LifecycleState.Faulted);
        component.StartFailure = null;

        await component.StartAsync(CancellationToken.None);

        component.State.Should().Be(LifecycleState.Started);
        component.Starts.Should().Be(2);
    }

    [Test]
    public async Task A_component_that_never_started_has_nothing_to_stop()
    {
        var idle = new Probe();
        var faulted = new Probe { StartFailure = new IOException("port in use") };
        await faulted.Awaiting(c => c.StartAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();

        await idle.StopAsync(CancellationToken.None);
        await faulted.StopAsync(CancellationToken.None);

        (idle.Stops + faulted.Stops).Should().Be(0);
        faulted.State.Should().Be(LifecycleState.Stopped);
    }

    [Test]
    public async Task A_stop_during_a_start_waits_for_it_and_then_stops()
    {
        var gate = new TaskCompletionSource();
        var component = new Probe { StartGate = gate.Task };
        var start = component.StartAsync(CancellationToken.None).AsTask();
        var stop = component.StopAsync(CancellationToken.None).AsTask();
        stop.IsCompleted.Should().BeFalse();

        gate.SetResult();
        await Task.WhenAll(start, stop);

        component.State.Should().Be(LifecycleState.Stopped);
        component.Stops.Should().Be(1);
    }

    [Test]
    public async Task Concurrent_starts_start_once()
    {
        var gate = new TaskCompletionSource();
        await using var component = new Probe { StartGate = gate.Task };
        var starts = Enumerable.Range(0, 4).Select(_ => component.StartAsync(CancellationToken.None).AsTask()).ToArray();

        gate.SetResult();
        await Task.WhenAll(starts);

        component.Starts.Should().Be(1);
    }

    [Test]
    public async Task A_stop_that_fails_is_not_repeated()
    {
        var component = new Probe { StopFailure = new IOException("disk on fire") };
        await component.StartAsync(CancellationToken.None);
        await component.Awaiting(c => c.StopAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();

        await component.StopAsync(CancellationToken.None);

        component.Stops.Should().Be(1);
        component.State.Should().Be(LifecycleState.Stopped);
    }

    [Test]
    public async Task Disposing_stops_first()
    {
        var component = new Probe();
        await component.StartAsync(CancellationToken.None);

        await component.DisposeAsync();

        component.Stops.Should().Be(1);
        component.Disposals.Should().Be(1);
    }

    private sealed class Probe() : ComponentBase(new TestHost().Channel("p1"))
    {
        public Exception? StartFailure { get; set; }

        public Exception? StopFailure { get; init; }

        public Task StartGate { get; init; } = Task.CompletedTask;

        public int Starts { get; private set; }

        public int Stops { get; private set; }

        public int Disposals { get; private set; }

        protected override async ValueTask OnStartAsync(CancellationToken cancellationToken)
        {
            Starts++;
            await StartGate;
            if (StartFailure is not null)
            {
                throw StartFailure;
            }
        }

        protected override ValueTask OnStopAsync(CancellationToken cancellationToken)
        {
            Stops++;
            return StopFailure is null ? ValueTask.CompletedTask : throw StopFailure;
        }

        protected override ValueTask OnDisposeAsync()
        {
            Disposals++;
            return ValueTask.CompletedTask;
        }
    }
}
