using System.Text;

namespace FlumeSharp.Integration.Tests.Servers;

/// <summary>What a finished command left behind.</summary>
internal sealed record ToolResult(int ExitCode, byte[] Output, string Errors)
{
    public string Text => Encoding.UTF8.GetString(Output);
}
