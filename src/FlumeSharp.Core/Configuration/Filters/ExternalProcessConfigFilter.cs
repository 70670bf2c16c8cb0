using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Configuration.Filters;

/// <summary>The first line that a program prints when it is run with the key as its last argument.</summary>
/// <param name="options">The program.</param>
/// <param name="context">Where oddities are told.</param>
[FlumeConfigFilter("external", "org.apache.flume.configfilter.ExternalProcessConfigFilter", Stability = Stability.Stable)]
public sealed class ExternalProcessConfigFilter(ExternalProcessConfigFilterOptions options, ConfigFilterContext context) : IConfigFilter
{
    /// <inheritdoc/>
    public string? Resolve(string key)
    {
        using var process = new Process { StartInfo = CommandFor(key) };
        using var end = new ManualResetEventSlim();
        var lines = new PrintedLines(end);
        process.OutputDataReceived += (_, line) => lines.Add(line.Data);
        Start(process);

        // Both waits have the deadline: a child of the program may keep its output open after the program has ended.
        var deadline = Stopwatch.StartNew();
        if (!process.WaitForExit(options.Timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new FlumeException($"the command '{Program}' did not end within {options.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds");
        }

        if (process.ExitCode != 0)
            throw new FlumeException($"the command '{Program}' ended with exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}");
        var left = options.Timeout - deadline.Elapsed;
        end.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        if (lines.Count > 1)
            context.Warn($"the command '{Program}' printed several lines for '{key}'; the first one counts");
        return lines.First;
    }

    private string Program => JavaConvert.SplitOnBlanks(options.Command)[0];

    private ProcessStartInfo CommandFor(string key)
    {
        var words = JavaConvert.SplitOnBlanks(options.Command);
        return new ProcessStartInfo(words[0], [.. words.Skip(1), key])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = EncodingOf(options.Charset),
            UseShellExecute = false,
        };
    }

    private void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new FlumeException($"the command '{Program}' cannot be started: {e.Message}", e);
        }

        // Nobody is there to answer a question.
        process.StandardInput.Close();
        process.BeginOutputReadLine();
    }

    private static Encoding EncodingOf(string charset)
    {
        try
        {
            return Encoding.GetEncoding(charset);
        }
        catch (ArgumentException e)
        {
            throw new FlumeException($"'charset' names no known encoding: '{charset}'", e);
        }
    }

    // Called by the thread that reads the output.
    private sealed class PrintedLines(ManualResetEventSlim end)
    {
        private volatile string? _first;
        private volatile int _count;

        public string? First => _first;

        public int Count => _count;

        public void Add(string? line)
        {
            if (line is null)
            {
                end.Set();
                return;
            }

            _first ??= line;
            _count++;
        }
    }
}
