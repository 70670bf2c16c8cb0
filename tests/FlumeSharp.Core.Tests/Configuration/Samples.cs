namespace FlumeSharp.Configuration;

/// <summary>Configurations that tests start from.</summary>
internal static class Samples
{
    /// <summary>One source, one channel, one sink: nothing to complain about.</summary>
    public const string Complete = """
        a1.sources = r1
        a1.channels = c1
        a1.sinks = k1
        a1.sources.r1.type = seq
        a1.sources.r1.channels = c1
        a1.channels.c1.type = memory
        a1.sinks.k1.type = logger
        a1.sinks.k1.channel = c1

        """;

    /// <summary>The line after <see cref="Complete"/>.</summary>
    public const int NextLine = 9;
}
