using System.Runtime.InteropServices;
using FlumeSharp.Agent.Commands;

namespace FlumeSharp.Agent.Hosting;

/// <summary>Ends the process at once when a second signal to stop arrives: the first one asks for an orderly stop, which may take a while.</summary>
internal sealed class SecondSignal : IDisposable
{
    // timeout(1), shells and supervisors signal the process and its group: the same request, arriving twice.
    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(300);
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Lock _gate = new();
    private long? _first;

    private SecondSignal()
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    /// <summary>Counts signals from now on.</summary>
    public static SecondSignal Watch() => new();

    /// <inheritdoc />
    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_gate)
        {
            _first ??= TimeProvider.System.GetTimestamp();
            if (TimeProvider.System.GetElapsedTime(_first.Value) < Echo)
            {
                return;
            }
        }

        Console.Error.WriteLine("flumesharp: a second signal; ending at once. What has not been delivered is lost, unless its channel keeps it on disk.");
        Environment.Exit(ExitCodes.Failure);
    }
}
