using System.Globalization;
using System.Text;
using FlumeSharp.Formatting;

namespace FlumeSharp.Sinks.Logger;

// Layout: { headers:{k=v, k2=v2} body: 68 65 6C 6C 6F                                  hello }
// Rows of 16 bytes: offset in 8 upper-case hex digits, a blank, "HH " per byte with blanks for those missing, the bytes that are
// printable ASCII and a dot for the others. The first row goes without its offset, the last without its line end.

/// <summary>An event as Flume's logger sink writes it.</summary>
internal static class EventText
{
    private const int BytesPerRow = 16;

    /// <summary>What commons-io says when it is asked for no bytes at all.</summary>
    private const string NothingToDump = "...Exception while dumping: illegal index: 0 into array of length 0";

    public static string Of(Event item, int maxBytes)
    {
        var text = new StringBuilder("{ headers:{");
        var separator = "";
        foreach (var (name, value) in JavaHashOrder.Sort(item.Headers))
        {
            text.Append(separator).Append(name).Append('=').Append(value ?? "null");
            separator = ", ";
        }

        text.Append("} body:");
        if (!item.Body.IsEmpty)
        {
            AppendBody(text, item.Body.Span[..Math.Min(item.Body.Length, maxBytes)]);
        }

        return text.Append(" }").ToString();
    }

    private static void AppendBody(StringBuilder text, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            text.Append(NothingToDump);
        }

        for (var offset = 0; offset < body.Length; offset += BytesPerRow)
        {
            if (offset > 0)
            {
                text.Append('\n').Append(offset.ToString("X8", CultureInfo.InvariantCulture));
            }

            AppendRow(text.Append(' '), body[offset..Math.Min(offset + BytesPerRow, body.Length)]);
        }
    }

    private static void AppendRow(StringBuilder text, ReadOnlySpan<byte> row)
    {
        foreach (var value in row)
        {
            text.Append(value.ToString("X2", CultureInfo.InvariantCulture)).Append(' ');
        }

        text.Append(' ', (BytesPerRow - row.Length) * 3);
        foreach (var value in row)
        {
            text.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
        }
    }
}
