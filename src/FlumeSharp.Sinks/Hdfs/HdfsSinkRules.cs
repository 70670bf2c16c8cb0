using System.ComponentModel.DataAnnotations;
using FlumeSharp.Formatting;
using FlumeSharp.Hdfs;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>What must hold between the keys of the HDFS sink.</summary>
internal static class HdfsSinkRules
{
    public static IEnumerable<ValidationResult> Check(HdfsSinkOptions options) =>
        [.. CheckPath(options), .. CheckFormat(options), .. CheckRounding(options), .. CheckSecurity(options)];

    private static IEnumerable<ValidationResult> CheckPath(HdfsSinkOptions options)
    {
        string? problem = null;
        try
        {
            var location = FileSystemLocation.Parse(options.Path);
            if (location.Root.OriginalString.Contains('%', StringComparison.Ordinal))
            {
                problem = $"'hdfs.path' is '{options.Path}', but scheme and host cannot have escapes; write them out";
            }

            _ = new EscapePath(location.Path, new EscapePathOptions());
        }
        catch (FlumeException e)
        {
            problem = $"'hdfs.path': {e.Message}";
        }
        catch (FileSystemException e)
        {
            problem = $"'hdfs.path': {e.Message}";
        }

        if (problem is not null)
        {
            yield return Problem("hdfs.path", problem);
        }

        problem = null;
        try
        {
            _ = new EscapePath(options.FilePrefix, new EscapePathOptions());
        }
        catch (FlumeException e)
        {
            problem = $"'hdfs.filePrefix': {e.Message}";
        }

        if (problem is not null)
        {
            yield return Problem("hdfs.filePrefix", problem);
        }
    }

    private static IEnumerable<ValidationResult> CheckFormat(HdfsSinkOptions options)
    {
        var hasCodec = options.Codec is not null && !string.Equals(options.Codec, "none", StringComparison.OrdinalIgnoreCase);
        if (options.FileType == HdfsFileType.CompressedStream)
        {
            yield return Problem("hdfs.fileType", "'hdfs.fileType' is 'CompressedStream', which cannot be written yet; use 'DataStream' or 'SequenceFile' without 'hdfs.codeC'");
        }
        else if (options is { FileType: HdfsFileType.DataStream, Codec: not null })
        {
            yield return Problem("hdfs.codeC", $"'hdfs.codeC' is '{options.Codec}', but a 'DataStream' is never compressed; remove the key");
        }
        else if (hasCodec)
        {
            yield return Problem("hdfs.codeC", $"'hdfs.codeC' is '{options.Codec}', but compressed files cannot be written yet; remove the key, or set it to 'none'");
        }

        if (options.FileType == HdfsFileType.SequenceFile && options.WriteFormat is not (nameof(HdfsWriteFormat.Writable) or nameof(HdfsWriteFormat.Text)))
        {
            yield return Problem("hdfs.writeFormat", options.WriteFormat.Contains('.', StringComparison.Ordinal)
                ? $"'hdfs.writeFormat' is the class '{options.WriteFormat}', and Java classes cannot run here; use 'Writable' or 'Text'"
                : $"'hdfs.writeFormat' must be exactly 'Writable' or 'Text' for a SequenceFile but is '{options.WriteFormat}'");
        }
    }

    private static IEnumerable<ValidationResult> CheckRounding(HdfsSinkOptions options)
    {
        var most = options.RoundUnit == EscapePathRoundingUnit.Hour ? 24 : 60;
        if (options.Round && (options.RoundValue < 1 || options.RoundValue > most))
        {
            yield return Problem("hdfs.roundValue", $"'hdfs.roundValue' must be from 1 to {most} but is '{options.RoundValue}'");
        }
    }

    private static IEnumerable<ValidationResult> CheckSecurity(HdfsSinkOptions options)
    {
        if (!string.IsNullOrEmpty(options.KerberosPrincipal) || !string.IsNullOrEmpty(options.KerberosKeytab))
        {
            yield return Problem("hdfs.kerberosPrincipal", "Kerberos ('hdfs.kerberosPrincipal', 'hdfs.kerberosKeytab') is not available yet; remove the keys to write to a cluster without security");
        }

        if (!string.IsNullOrEmpty(options.ProxyUser))
        {
            yield return Problem("hdfs.proxyUser", $"acting for another user ('hdfs.proxyUser' is '{options.ProxyUser}') is not available yet; remove the key");
        }
    }

    private static ValidationResult Problem(string key, string text) => new(text, [key]);
}
