using System.CommandLine;
using System.CommandLine.Invocation;

namespace FlumeSharp.Agent.Commands;

/// <summary>Makes <c>flumesharp --version</c> say what <c>flumesharp version</c> says.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult) => VersionCommand.Write(parseResult.InvocationConfiguration.Output);
}
