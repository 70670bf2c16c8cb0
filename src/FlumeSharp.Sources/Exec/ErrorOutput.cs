using System.Text;
using FlumeSharp.Sources.Exec.Lines;

namespace FlumeSharp.Sources.Exec;

// Reads a command's standard error to its end: unread, it would fill its pipe and stop the command.
internal sealed class ErrorOutput(ExecSourceOptions options, SourceContext context)
{
    private const int LongestLine = 8 * 1024;
    private readonly LineBuffer _lines = LineBuffer.For("UTF-8", LongestLine);

    /// <summary>The last line that was not blank: mostly why the command ended.</summary>
    public string? LastLine { get; private set; }

    public async Task ReadAsync(Stream error, CancellationToken giveUp)
    {
        try
        {
            while (await error.ReadAsync(_lines.Room, giveUp).ConfigureAwait(false) is > 0 and var count)
            {
                _lines.Filled(count);
                while (_lines.TryTake(out var line))
                {
                    Take(line);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is let go of.
        }

        if (_lines.TryTakeRest(out var rest))
        {
            Take(rest);
        }
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Span);
        LastLine = string.IsNullOrWhiteSpace(text) ? LastLine : text;
        if (options.LogStdErr)
        {
            Log.StandardError(context.Logger, context.Name, text);
        }
    }
}
