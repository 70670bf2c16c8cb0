namespace FlumeSharp.Agent.Commands;

/// <summary>A command run in this process, with what it wrote and its exit code.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(arguments, output, error);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
