using System.ComponentModel;
using System.Diagnostics;

namespace FlumeSharp.Sources.Exec;

// A running command, by way of its supervisor where there is one.
internal sealed class CommandProcess : IDisposable
{
    // What the supervisor needs besides the command's own time.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);
    private readonly Process _process;
    private readonly TimeSpan _killTimeout;
    private readonly TimeProvider _time;

    private CommandProcess(Process process, TimeSpan killTimeout, TimeProvider time)
    {
        _process = process;
        _killTimeout = killTimeout;
        _time = time;
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    /// <summary>Starts a command.</summary>
    /// <exception cref="Win32Exception">There is no such program, or it cannot be started.</exception>
    public static CommandProcess Start(IReadOnlyList<string> command, TimeSpan killTimeout, TimeProvider time)
    {
        var start = Supervisor.For(command, killTimeout);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new CommandProcess(Process.Start(start)!, killTimeout, time);
    }

    /// <summary>Asks the command and all that it started to end; those that do not are killed a while later.</summary>
    public void End()
    {
        try
        {
            if (!Supervisor.IsAvailable)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.StandardInput.Close();
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Waits for the command, whose output has ended, and ends what is left of it.</summary>
    /// <returns>Its exit status; null when it would not end.</returns>
    public async Task<int?> ExitAsync()
    {
        // Mostly it ended with its output. One that closed its output and goes on has nothing more to say to us.
        if (!await ExitsWithinAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false))
        {
            End();
            if (!await ExitsWithinAsync(_killTimeout + Margin).ConfigureAwait(false))
            {
                return null;
            }
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        // For those that the command has left in its group.
        End();
        _process.Dispose();
    }

    private async Task<bool> ExitsWithinAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(limit, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
