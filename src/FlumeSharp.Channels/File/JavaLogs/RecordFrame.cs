namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>A record as it stands in its log.</summary>
/// <param name="Record">What it says.</param>
/// <param name="Length">All its bytes, the five in front of the payload included.</param>
/// <param name="BodyOffset">Where in the payload the body's message begins.</param>
/// <param name="BodyLength">How long that message is.</param>
/// <param name="Defect">What is damaged, where the record could be read nevertheless.</param>
internal readonly record struct RecordFrame(LogRecord Record, long Length, int BodyOffset, int BodyLength, string? Defect);
