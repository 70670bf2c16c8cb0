namespace FlumeSharp.Sinks.Hdfs;

/// <summary>How a SequenceFile holds the bodies.</summary>
internal enum HdfsWriteFormat
{
    /// <summary>As <c>BytesWritable</c>.</summary>
    Writable,

    /// <summary>As <c>Text</c>; the bytes are not checked for being UTF-8.</summary>
    Text,
}
