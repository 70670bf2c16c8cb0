using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>
/// The files by which <c>flumesharp reload</c> finds the agent and hears from it: <c>FILE</c> holds the process id, <c>FILE.reload</c> a line
/// for each of the last looks that came to something, a <see cref="ReloadAnswer"/>.
/// </summary>
internal sealed class ReloadReport(string pidFile, ILogger logger) : IDisposable
{
    private const int MostAnswers = 100;
    private readonly Queue<ReloadAnswer> _answers = [];
    private int _looks;
    private long _untold;

    /// <summary>Where the outcome stands.</summary>
    public static string OutcomeFile(string pidFile) => pidFile + ".reload";

    /// <summary>Says which process this is.</summary>
    public void WritePid()
    {
        Write(OutcomeFile(pidFile), "");
        Write(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
    }

    /// <summary>Says what came of a look.</summary>
    /// <param name="wasAsked">Whether somebody waits for it.</param>
    /// <param name="outcome">One of the words of <see cref="ReloadAnswer"/>.</param>
    /// <param name="text">What was done, or why not.</param>
    /// <param name="leftBehind">Events that went away undelivered. Who asks next hears of them, too: the change may have been noticed a moment before.</param>
    public void WriteOutcome(bool wasAsked, string outcome, string text, long leftBehind)
    {
        _untold += leftBehind;
        if (_answers.Count == MostAnswers)
        {
            _answers.Dequeue();
        }

        _answers.Enqueue(new ReloadAnswer(++_looks, wasAsked, outcome, wasAsked ? _untold : leftBehind, text));
        if (wasAsked && outcome != ReloadAnswer.Rejected)
        {
            _untold = 0;
        }

        Write(OutcomeFile(pidFile), string.Concat(_answers.Select(static answer => $"{answer}\n")));
    }

    /// <summary>The last answers of the agent that writes a file, the oldest first; none when there are none to read.</summary>
    public static IReadOnlyList<ReloadAnswer> ReadOutcomes(string pidFile)
    {
        try
        {
            return [.. File.ReadLines(OutcomeFile(pidFile)).Select(ReloadAnswer.Parse).OfType<ReloadAnswer>()];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

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
