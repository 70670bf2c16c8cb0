namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>The Hadoop class that holds a record's body, which decides the length in front of its bytes.</summary>
public enum SequenceFileValueType
{
    /// <summary><c>org.apache.hadoop.io.BytesWritable</c>: a 32-bit length, then the bytes.</summary>
    BytesWritable,

    /// <summary><c>org.apache.hadoop.io.Text</c>: a zero-compressed length, then the bytes, which should be UTF-8 and are not checked.</summary>
    Text,
}
