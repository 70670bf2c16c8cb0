namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>What a SequenceFile's codec works on.</summary>
public enum SequenceFileCompression
{
    /// <summary>Nothing; there is no codec.</summary>
    None,

    /// <summary>The value of each record.</summary>
    Record,

    /// <summary>Blocks of many records, keys and values apart.</summary>
    Block,
}
