using System.Text;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>Texts that look like a configuration to a careless eye, with everything the format allows.</summary>
internal static class RandomText
{
    private static readonly string[] Pieces =
    [
        "a1", "b1", ".", ".", "sources", "channels", "sinks", "sinkgroups", "r1", "c1", "k1", "type", "channel", "selector.", "hdfs.path",
        " = ", "=", ":", "\n", "\n", "\n", "\r\n", "\\\n", "\\\r\n", "\\\n  ", "\\\\", "\\", "\\t", "\\u0041", "#", "# note", "!", ",", "\t", " ", "  ", "\f",
        "${", "a1.sinks.k1.type", "}", "memory", "logger", "seq", "é", "\r", "\n\n\n", "a1.sources = r1\n", "a1.channels = c1\n", "x = 1 \n", "${x}",
    ];

    public static string Next(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(40); i > 0; i--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }
}
