namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>What a datanode answers; the values are those of the wire.</summary>
internal enum TransferStatus
{
    Success = 0,
    Error = 1,
    ErrorChecksum = 2,
    ErrorInvalid = 3,
    ErrorExists = 4,
    ErrorAccessToken = 5,
    ChecksumOk = 6,
    ErrorUnsupported = 7,
    OutOfBandRestart = 8,
    InProgress = 12,
    ErrorBlockPinned = 13,
}
