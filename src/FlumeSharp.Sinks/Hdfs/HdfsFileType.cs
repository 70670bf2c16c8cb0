namespace FlumeSharp.Sinks.Hdfs;

/// <summary>What a file of the HDFS sink is made of.</summary>
public enum HdfsFileType
{
    /// <summary>A Hadoop SequenceFile of timestamps and bodies.</summary>
    SequenceFile,

    /// <summary>The bytes of a serializer.</summary>
    DataStream,

    /// <summary>The bytes of a serializer, compressed. Not available yet.</summary>
    CompressedStream,
}
