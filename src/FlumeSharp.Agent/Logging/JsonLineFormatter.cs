using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace FlumeSharp.Agent.Logging;

/// <summary>
/// A log line for machines: one JSON object with the members of Serilog's compact format (<c>@t</c> time, <c>@l</c> level unless
/// Information, <c>@m</c> message, <c>@x</c> exception), then every value of the message by its name.
/// </summary>
/// <remarks>The message stands as a person would read it, where Serilog's own formatter puts quotes around each value in it.</remarks>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private static readonly MessageTemplateTextFormatter Message = new("{Message:l}", CultureInfo.InvariantCulture);
    private static readonly JsonValueFormatter Values = new(typeTagName: "$type");

    /// <inheritdoc />
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        Message.Format(logEvent, message);
        output.Write("{\"@t\":\"");
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        output.Write("\",\"@m\":");
        JsonValueFormatter.WriteQuotedJsonString(message.ToString(), output);
        if (logEvent.Level != LogEventLevel.Information)
        {
            output.Write($",\"@l\":\"{logEvent.Level}\"");
        }

        if (logEvent.Exception is { } exception)
        {
            output.Write(",\"@x\":");
            JsonValueFormatter.WriteQuotedJsonString(exception.ToString(), output);
        }

        foreach (var (name, value) in logEvent.Properties)
        {
            output.Write(',');

            // A leading @ is doubled, so that no value can pass for a member of the format.
            JsonValueFormatter.WriteQuotedJsonString(name.StartsWith('@') ? "@" + name : name, output);
            output.Write(':');
            Values.Format(value, output);
        }

        output.WriteLine('}');
    }
}
