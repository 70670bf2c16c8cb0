using System.Globalization;
using FlumeSharp.Agent.Commands;
using FlumeSharp.Runtime;

namespace FlumeSharp.Agent.Hosting;

/// <summary>How much memory the agent may count on.</summary>
internal static class MachineLimits
{
    private const string MaxHeapFlag = "-Xmx";

    /// <summary>The last <c>-Xmx</c> of the command line where there is one, as memory channels of Java size themselves by it; else what the machine has.</summary>
    public static AgentResources From(AgentArguments arguments)
    {
        var flag = arguments.JvmFlags.LastOrDefault(static flag => flag.StartsWith(MaxHeapFlag, StringComparison.Ordinal));
        return flag is not null && ParseSize(flag[MaxHeapFlag.Length..]) is { } bytes ? new AgentResources(bytes) : AgentResources.Detect();
    }

    // Java's sizes: a number with k, m, g or t in either case, or bytes.
    internal static long? ParseSize(string text)
    {
        var shift = text is [.., var unit] ? char.ToLowerInvariant(unit) switch { 'k' => 10, 'm' => 20, 'g' => 30, 't' => 40, _ => 0 } : 0;
        return long.TryParse(shift > 0 ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 && size <= long.MaxValue >> shift
            ? size << shift
            : null;
    }
}
