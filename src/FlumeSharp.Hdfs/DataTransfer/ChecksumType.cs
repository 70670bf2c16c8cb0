namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>How chunks are protected; the values are those of the wire.</summary>
internal enum ChecksumType
{
    None = 0,
    Crc32 = 1,
    Crc32C = 2,
}
