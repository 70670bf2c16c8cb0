using System.Globalization;
using System.Text.Json;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Tools;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Commands;

/// <summary>The actions of <c>flumesharp channel</c>, as text.</summary>
internal sealed class ChannelReport(ChannelFolders folders, Keyring keys, TextWriter output, TextWriter error)
{
    /// <summary>Reads every frame.</summary>
    public int Check(CancellationToken cancellationToken)
    {
        List<SegmentReport> segments;
        using (var progress = new CopyProgress(folders.Bytes))
        {
            segments = ChannelTool.Check(folders, keys, (done, _) => progress.Report(done), cancellationToken);
        }

        foreach (var segment in segments)
        {
            if (segment.IsHeaderDamaged)
            {
                output.WriteLine($"{segment.Path}: the header is damaged");
            }

            if (segment.DamagedKeyNames > 0)
            {
                output.WriteLine($"{segment.Path}: {(segment.DamagedKeyNames == 1 ? "one of the two places" : "both places")} that name its key are damaged");
            }

            if (segment.WhyLocked is { } reason)
            {
                output.WriteLine($"{segment.Path}: checked by checksums, its events were not opened: it is encrypted with the key {KeyOf(segment)}, and {reason}.");
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

        if (keys.Provider is null && segments.Where(static segment => segment.Found.Segment.IsEncrypted).Select(KeyOf).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } aliases)
        {
            output.WriteLine($"Encrypted with {string.Join(", ", aliases)}: checked by checksums; with --key-store, --key-file or --key-variable each event is opened too.");
        }

        var damages = segments.Sum(static segment => segment.Damages.Count + segment.DamagedKeyNames + (segment.IsHeaderDamaged ? 1 : 0));
        output.WriteLine(Invariant($"{segments.Count} segments, {folders.Bytes} bytes, {segments.Sum(static s => s.Puts)} puts, {segments.Sum(static s => s.Takes)} takes: {(damages == 0 ? "whole" : $"{damages} damaged; 'flumesharp channel repair' puts them aside")}."));
        return damages == 0 ? ExitCodes.Ok : ExitCodes.Failure;
    }

    /// <summary>Says what there is.</summary>
    public int Stat(CancellationToken cancellationToken)
    {
        using var progress = new CopyProgress(folders.Bytes);
        var waiting = ChannelTool.CountWaiting(folders, (done, _) => progress.Report(done), cancellationToken);
        var table = new TextTable("segment", "bytes", "puts", "takes", "created at number", "key");
        foreach (var segment in ChannelTool.Check(folders, Keyring.None, (done, _) => progress.Report(done), cancellationToken))
        {
            table.Add(segment.Path, Invariant($"{segment.Found.FileLength}"), Invariant($"{segment.Puts}"), Invariant($"{segment.Takes}"), Invariant($"{segment.Found.Header?.NextNumber}"), KeyOf(segment));
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
        foreach (var (number, item) in ChannelTool.Waiting(folders, keys, (done, _) => progress.Report(done), cancellationToken))
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
        var (damages, waiting) = await ChannelTool.RepairAsync(folders, keys, folders.CheckpointDirectory!, log.CreateLogger("channel"), cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(Invariant($"{(damages == 0 ? "Nothing was damaged" : $"{damages} damaged pieces were put aside")}; {waiting} events wait.")).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static string KeyOf(SegmentReport segment) => segment.Found.Segment is { IsEncrypted: true } encrypted ? $"'{encrypted.Encryption?.Alias ?? "a key whose name is damaged"}'" : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
