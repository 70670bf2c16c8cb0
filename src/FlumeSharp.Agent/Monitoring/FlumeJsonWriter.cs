using System.Globalization;
using System.Text;
using FlumeSharp.Metrics;

namespace FlumeSharp.Agent.Monitoring;

/// <summary>
/// Flume's <c>/metrics</c>: one object, a member <c>TYPE.component</c> per counter group, and in it every attribute as a JSON string,
/// numbers too. Compact; characters that mean something in HTML are escaped, as Gson does.
/// </summary>
internal static class FlumeJsonWriter
{
    /// <summary>Writes all groups.</summary>
    public static string Write(IReadOnlyList<CounterGroup> groups)
    {
        var json = new StringBuilder(256 * (groups.Count + 1)).Append('{');
        foreach (var group in groups)
        {
            Separate(json);
            AppendString(json, $"{group.Type}.{group.Component}");
            json.Append(":{");
            AppendMember(json, "Type", group.Type);
            AppendMember(json, "StartTime", group.StartTime.ToString(CultureInfo.InvariantCulture));
            AppendMember(json, "StopTime", group.StopTime.ToString(CultureInfo.InvariantCulture));
            foreach (var metric in group.Metrics)
            {
                AppendMember(json, metric.Name, metric.Text);
            }

            json.Append('}');
        }

        return json.Append('}').ToString();
    }

    /// <summary>Adds a JSON string, quotes and escapes included.</summary>
    internal static void AppendString(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    json.Append("\\\"");
                    break;
                case '\\':
                    json.Append("\\\\");
                    break;
                case '\t':
                    json.Append("\\t");
                    break;
                case '\n':
                    json.Append("\\n");
                    break;
                case '\r':
                    json.Append("\\r");
                    break;
                case '\b':
                    json.Append("\\b");
                    break;
                case '\f':
                    json.Append("\\f");
                    break;
                case '<' or '>' or '&' or '=' or '\'' or < ' ' or '\u2028' or '\u2029':
                    json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    json.Append(c);
                    break;
            }
        }

        json.Append('"');
    }

    private static void AppendMember(StringBuilder json, string name, string value)
    {
        Separate(json);
        AppendString(json, name);
        json.Append(':');
        AppendString(json, value);
    }

    private static void Separate(StringBuilder json)
    {
        if (json[^1] != '{')
        {
            json.Append(',');
        }
    }
}
