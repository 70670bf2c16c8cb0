using System.Globalization;
using System.Text.Json;
using FlumeSharp.Channels.File.Tools;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Commands;

/// <summary>The actions of <c>flumesharp channel</c>, as text.</summary>
internal sealed class ChannelReport(ChannelFolders folders, TextWriter output, TextWriter error)
{
    /// <summary>Reads every frame.</summary>
    public int Check(CancellationToken cancellationToken)
    {
        List<SegmentReport> segments;
        using (var progress = new CopyProgress(folders.Bytes))
        {
            segments = ChannelTool.Check(folders, (done, _) => progress.Report(done), cancellationToken);
        }

        foreach (var segment in segments)
        {
            if (segment.IsHeaderDamaged)
            {
                output.WriteLine($"{segment.Path}: the header is damaged");
            }

            foreach (var damage in segment.Damages)
            {
                output.WriteLine(Invariant($"{segment.Path}: damaged {damage.What} at {damage.Position}, {damage.Length} bytes, {damage.LostEvents} events"));
            }

            if (segment.UnfinishedAt is { } at)
            {
                output.WriteLine(Invariant($"{segment.Path}: an unfinished write at {at}, as a crash leaves it; nothing to do"));
            }
        }

        var damages = segments.Sum(static segment => segment.Damages.Count + (segment.IsHeaderDamaged ? 1 : 0));
        output.WriteLine(Invariant($"{segments.Count} segments, {folders.Bytes} bytes, {segments.Sum(static s => s.Puts)} puts, {segments.Sum(static s => s.Takes)} takes: {(damages == 0 ? "whole" : $"{damages} damaged; 'flumesharp channel repair' puts them aside")}."));
        return damages == 0 ? ExitCodes.Ok : ExitCodes.Failure;
    }

    /// <summary>Says what there is.</summary>
    public int Stat(CancellationToken cancellationToken)
    {
        using var progress = new CopyProgress(folders.Bytes);
        var waiting = ChannelTool.CountWaiting(folders, (done, _) => progress.Report(done), cancellationToken);
        var table = new TextTable("segment", "bytes", "puts", "takes", "created at number");
        foreach (var segment in ChannelTool.Check(folders, (done, _) => progress.Report(done), cancellationToken))
        {
            table.Add(segment.Path, Invariant($"{segment.Found.FileLength}"), Invariant($"{segment.Puts}"), Invariant($"{segment.Takes}"), Invariant($"{segment.Found.Header?.NextNumber}"));
        }

        table.Write(output);
        output.WriteLine(Invariant($"{waiting} events wait in {folders.Segments.Count} segments, {folders.Bytes} bytes."));
        output.WriteLine($"Channel id: {folders.Segments.Select(static segment => segment.Header?.Channel.ToString()).FirstOrDefault(static id => id is not null) ?? "unknown"}");
        return ExitCodes.Ok;
    }

    /// <summary>Writes the waiting events.</summary>
    public int Dump(CancellationToken cancellationToken)
    {
        using var progress = new CopyProgress(folders.Bytes);
        foreach (var (number, item) in ChannelTool.Waiting(folders, (done, _) => progress.Report(done), cancellationToken))
        {
            var headers = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var header in item.Headers)
            {
                headers[header.Key] = header.Value;
            }

            output.WriteLine($"{{\"number\":{number.ToString(CultureInfo.InvariantCulture)},\"headers\":{JsonSerializer.Serialize(headers)},\"body\":\"{Convert.ToBase64String(item.Body.Span)}\"}}");
        }

        return ExitCodes.Ok;
    }

    /// <summary>Puts damage aside.</summary>
    public async Task<int> RepairAsync(CancellationToken cancellationToken)
    {
        using var log = LoggerFactory.Create(builder => builder.AddProvider(new LineLoggerProvider(error)));
        var (damages, waiting) = await ChannelTool.RepairAsync(folders, folders.CheckpointDirectory!, log.CreateLogger("channel"), cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(Invariant($"{(damages == 0 ? "Nothing was damaged" : $"{damages} damaged pieces were put aside")}; {waiting} events wait.")).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
