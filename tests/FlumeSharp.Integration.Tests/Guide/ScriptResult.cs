namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>What a command left behind.</summary>
internal sealed record ScriptResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Fails the test, with all that the command said, unless it ended with this code.</summary>
    public ScriptResult ShouldEndWith(int exitCode)
    {
        ExitCode.Should().Be(exitCode, "the command wrote:\n{0}\n{1}\n", Output, Errors);
        return this;
    }
}
