using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>
/// The files by which <c>flumesharp reload</c> finds the agent and hears from it: <c>FILE</c> holds the process id, <c>FILE.reload</c> a line
/// with the number of the last look, what came of it, and why.
/// </summary>
internal sealed class ReloadReport(string pidFile, ILogger logger) : IDisposable
{
    private int _looks;

    /// <summary>Where the outcome stands.</summary>
    public static string OutcomeFile(string pidFile) => pidFile + ".reload";

    /// <summary>Says which process this is.</summary>
    public void WritePid()
    {
        Write(OutcomeFile(pidFile), "0 started\n");
        Write(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
    }

    /// <summary>Says what came of a look.</summary>
    public void WriteOutcome(string outcome, string text) =>
        Write(OutcomeFile(pidFile), string.Create(CultureInfo.InvariantCulture, $"{++_looks} {outcome} {text.ReplaceLineEndings(" ")}\n"));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var file in new[] { pidFile, OutcomeFile(pidFile) })
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Log.PidFileProblem(logger, file, failure.Message);
            }
        }
    }

    // By a rename, so that nobody reads half of it.
    private void Write(string file, string text)
    {
        try
        {
            File.WriteAllText(file + ".tmp", text);
            File.Move(file + ".tmp", file, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.PidFileProblem(logger, file, failure.Message);
        }
    }
}
