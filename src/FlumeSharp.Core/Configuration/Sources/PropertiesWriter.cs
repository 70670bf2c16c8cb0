using System.Globalization;
using System.Text;

namespace FlumeSharp.Configuration.Sources;

/// <summary>Writes resolved properties so that reading them gives the same values again: in ASCII, and with nothing left to replace.</summary>
internal static class PropertiesWriter
{
    public static void Write(TextWriter output, IEnumerable<ConfigurationProperty> properties)
    {
        foreach (var property in properties)
        {
            output.Write(Escape(property.Key, isKey: true));
            output.Write(" = ");

            // What looks like a reference in a value that was resolved is text.
            output.Write(Escape(property.Value.Replace("${", "$${", StringComparison.Ordinal), isKey: false));
            output.Write('\n');
        }
    }

    private static string Escape(string text, bool isKey)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\\' || (c == ' ' && (isKey || i == 0)) || (isKey && c is '=' or ':' or '#' or '!'))
                escaped.Append('\\').Append(c);
            else if (c is < ' ' or > '~')
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }
}
