namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>What a fake datanode does to one packet.</summary>
internal enum FakePacketFault
{
    None,
    Cut,
    CutUnacknowledged,
    Silence,
    WrongSequence,
    ChecksumErrorAtFirstNode,
    ErrorAtLastNode,
    Restart,
}
