using System.CommandLine;
using FlumeSharp.Hdfs;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp fs</c>: looks into a file system, HDFS above all, without a JVM.</summary>
internal static class FileSystemCommand
{
    public static VerbCommand Create()
    {
        var list = new Option<string>("-ls", "--ls") { Description = "List a directory.", HelpName = "URI" };
        var cat = new Option<string>("-cat", "--cat") { Description = "Write a file to standard output.", HelpName = "URI" };
        var make = new Option<string>("-mkdir", "--mkdir") { Description = "Make a directory and its parents.", HelpName = "URI" };
        var remove = new Option<string>("-rm", "--rm") { Description = "Delete a file, or with -r a directory and all in it.", HelpName = "URI" };
        var stat = new Option<string>("-stat", "--stat") { Description = "Say what is known of a path.", HelpName = "URI" };
        var put = new Option<string[]>("-put", "--put")
        {
            Description = "Write a local file, or standard input for '-', to a URI.",
            HelpName = "LOCAL|- URI",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        var recursive = new Option<bool>("-r", "-R") { Description = "With -ls and -rm: all levels." };
        var force = new Option<bool>("--overwrite") { Description = "With -put: replace a file that exists." };
        var user = new Option<string?>("--user") { Description = "Act as this user where the file system asks for one.", HelpName = "NAME" };
        var command = new VerbCommand(
            "fs",
            "Works with files behind a URI: file:///path, hdfs://namenode:8020/path.",
            "flumesharp fs -ls hdfs://namenode:8020/flume\nflumesharp fs -cat file:///tmp/events.log\nflumesharp fs -put access.log hdfs://namenode:8020/logs/access.log")
        {
            list, cat, put, make, remove, stat, recursive, force, user,
        };
        Option[] verbs = [list, cat, put, make, remove, stat];
        command.Validators.Add(result =>
        {
            if (verbs.Count(verb => result.GetResult(verb) is not null) != 1)
            {
                result.AddError($"Name one thing to do: {string.Join(", ", verbs.Select(static verb => verb.Name))}.");
            }
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = new FileSystemSettings { UserName = result.GetValue(user) };
            var factory = new FileSystemFactory(settings);
            await using var _ = factory.ConfigureAwait(false);
            var tool = new FileSystemTool(factory, result.InvocationConfiguration.Output);
            var isRecursive = result.GetValue(recursive);
            var work = result.GetValue(list) is { } listed ? tool.ListAsync(listed, isRecursive, cancellationToken)
                : result.GetValue(cat) is { } shown ? tool.CatAsync(shown, cancellationToken)
                : result.GetValue(put) is [var local, var target] ? tool.PutAsync(local, target, result.GetValue(force), cancellationToken)
                : result.GetValue(make) is { } made ? tool.MakeDirectoryAsync(made, cancellationToken)
                : result.GetValue(remove) is { } removed ? tool.RemoveAsync(removed, isRecursive, cancellationToken)
                : tool.StatAsync(result.GetValue(stat)!, cancellationToken);
            try
            {
                await work.ConfigureAwait(false);
            }
            catch (FileSystemException failure)
            {
                throw FileSystemAdvice.Add(failure);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
