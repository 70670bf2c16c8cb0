using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>A record of a log, without the event of a put, which stays in the file until it is delivered.</summary>
/// <param name="Type">What it says.</param>
/// <param name="TransactionId">The transaction it belongs to; never used twice in the life of a channel.</param>
/// <param name="WriteOrder">The order of all records over all data directories.</param>
/// <param name="Pointer">Put: itself. Take: the put that was taken. Else meaningless.</param>
/// <param name="Commits">Commit: whether of puts or of takes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogRecord(RecordType Type, long TransactionId, long WriteOrder, EventPointer Pointer, RecordType Commits);
