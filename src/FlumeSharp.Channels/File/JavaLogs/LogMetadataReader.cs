using System.Globalization;
using FlumeSharp.Channels.File.JavaLogs.Protos;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>
/// Reads <c>log-N.meta</c>: one message with its length in front. All we need of it is how the log is encrypted. The positions in it
/// only save time, and nothing protects them from damage, so logs are read from their beginning.
/// </summary>
internal static class LogMetadataReader
{
    private const int Version = 3;
    private const int LargestFile = 64 * 1024;

    /// <summary>Describes a log.</summary>
    /// <returns>The log, or <see langword="null"/> for one that was created and never used.</returns>
    public static JavaLogFile? Read(string path, Action<JavaLogProblem> report)
    {
        JavaChannelDirectories.TryGetLogId(path, out var id);
        var metadata = path + ".meta";
        var plain = new JavaLogFile(id, path, null);
        if (new FileInfo(path).Length == 0)
            return null;
        if (!System.IO.File.Exists(metadata))
        {
            if (IsVersion2(path, id))
                throw new JavaChannelException($"{path} was written by Flume 1.2 (log version 2), which is not supported. Open the directory once with Flume 1.3 to 1.11, which converts it.");
            Report(ProblemKind.DamagedMetadata, "the file is missing; the log was read as one that is not encrypted");
            return plain;
        }

        var length = new FileInfo(metadata).Length;
        if (length is 0 or > LargestFile)
        {
            Report(ProblemKind.DamagedMetadata, string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes; the log was read as one that is not encrypted"));
            return plain;
        }

        if (!StrictMessage.TryParseDelimited<LogFileMessage>(System.IO.File.ReadAllBytes(metadata), out var message) || message.Version != Version)
        {
            Report(ProblemKind.DamagedMetadata, "the file is damaged; the log was read as one that is not encrypted");
            return plain;
        }

        if (message.LogFileId != id)
            Report(ProblemKind.DamagedMetadata, string.Create(CultureInfo.InvariantCulture, $"the file says it belongs to log {message.LogFileId}"));
        return message.Encryption is { } encryption
            ? plain with { Encryption = new LogEncryption(encryption.CipherProvider, encryption.KeyAlias, encryption.Parameters.Memory) }
            : plain;

        void Report(ProblemKind kind, string text) => report(new JavaLogProblem(kind, metadata, 0, 0, text));
    }

    // Version 2 had no such file; its logs begin with the version and the log's number.
    private static bool IsVersion2(string path, int id)
    {
        using var window = new LogWindow(path);
        var bytes = window.Peek(0, 8);
        return bytes.Length == 8 && System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes) == 2
            && System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes[4..]) == id;
    }
}
