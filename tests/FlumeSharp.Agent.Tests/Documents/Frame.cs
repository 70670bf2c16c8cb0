namespace FlumeSharp.Agent.Documents;

/// <summary>A small agent in which the lines of a page that speak of one component stand.</summary>
internal static class Frame
{
    public const string Text = """
        a1.sources = r1
        a1.channels = c1
        a1.sinks = k1
        a1.sources.r1.type = seq
        a1.sources.r1.channels = c1
        a1.channels.c1.type = memory
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1

        """;

    /// <summary>The agent with an example's lines; keys that the example sets take the place of the agent's.</summary>
    public static string Around(string example)
    {
        var keys = example.Split('\n').Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        return string.Concat(Text.Split('\n').Where(line => !keys.Contains(KeyOf(line)) || line.Length == 0).Select(static line => line + "\n")) + example;
    }

    private static string KeyOf(string line) => line.Split('=')[0].Trim();
}
