using System.CommandLine;
using System.Globalization;
using FlumeSharp.Channels;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Export;
using FlumeSharp.Channels.File.JavaLogs;

namespace FlumeSharp.Agent.Commands;

/// <summary><c>flumesharp channel export</c>: writes the waiting events of a file channel, ours or Java Flume's, to a file. Nothing is taken.</summary>
internal static class ChannelExportCommand
{
    public static VerbCommand Create()
    {
        var source = new Argument<string>("DIR") { Description = "A directory above the channel's checkpointDir and dataDirs; Java Flume's are read, too." };
        var format = new Option<string>("--format") { Description = "avro (container file, schema of avro_event) or ndjson (bodies in base64).", HelpName = "avro|ndjson", Required = true };
        format.AcceptOnlyFromAmong("avro", "ndjson");
        var target = new Option<string>("--output", "-o") { Description = "File to write; '-' is standard output.", HelpName = "FILE", DefaultValueFactory = static _ => "-" };
        var keys = new ChannelKeyOptions();
        var command = new VerbCommand(
            "export",
            "Writes the waiting events to a file and leaves them in the channel.",
            "flumesharp channel export /var/lib/flume/c1 --format avro -o events.avro\nflumesharp channel export /var/lib/flume/c1 --format ndjson | head")
        {
            source, format, target,
        };
        keys.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            Path.GetFullPath(result.GetValue(source)!), result.GetValue(format)!, result.GetValue(target)!, keys.Read(result), result.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string source, string format, string target, IKeyProvider? keys, TextWriter report, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("flumesharp-export-");
        try
        {
            if (!StoredChannel.IsThere(source))
            {
                var java = JavaFileChannel.Open(JavaChannelDirectories.Find(source), keys, progress: null, cancellationToken);
                var javaExit = Write(java.ReadEvents(), format, target, report, cancellationToken);
                foreach (var problem in java.Problems)
                {
                    await report.WriteLineAsync($"{problem.Kind}: {problem}").ConfigureAwait(false);
                }

                return javaExit;
            }

            var channel = await StandaloneChannel.OpenAsync(StoredChannel.OptionsFor(source, scratch.FullName), StoredChannel.EnvironmentFor(new Keyring(keys, null)), cancellationToken).ConfigureAwait(false);
            await using var _ = channel.ConfigureAwait(false);
            var exit = Write(StoredChannel.ReadEvents(channel), format, target, report, cancellationToken);
            await channel.StopAsync(cancellationToken).ConfigureAwait(false);
            return exit;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static int Write(IEnumerable<Event?> events, string format, string target, TextWriter report, CancellationToken cancellationToken)
    {
        using Stream output = target == "-" ? Console.OpenStandardOutput() : File.Create(target);
        using var buffered = new BufferedStream(output, 256 * 1024);
        long written = 0;
        long lost = 0;
        using (IEventExport export = format == "avro" ? new AvroExport(buffered) : new NdjsonExport(buffered))
        {
            foreach (var item in events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (item is null)
                {
                    lost++;
                    continue;
                }

                export.Write(item);
                written++;
            }
        }

        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{written} events written, {lost} could not be read."));
        return lost == 0 ? ExitCodes.Ok : ExitCodes.Failure;
    }
}
