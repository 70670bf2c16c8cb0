using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Commands;

/// <summary>Writes warnings and errors as plain lines, for commands that are not the agent.</summary>
internal sealed class LineLoggerProvider(TextWriter output) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            output.WriteLine(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
