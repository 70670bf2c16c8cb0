namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Packets of one file system, kept for reuse up to a bound.</summary>
internal sealed class PacketPool
{
    private readonly Lock _gate = new();
    private readonly Stack<Packet> _idle = [];
    private readonly HdfsConfiguration _configuration;
    private readonly int _chunks;

    public PacketPool(HdfsConfiguration configuration)
    {
        _configuration = configuration;
        _chunks = Math.Max(1, (configuration.PacketSize - PacketHeader.MaxLength) / (configuration.BytesPerChecksum + ChunkChecksum.Size));
    }

    public Packet Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var packet))
                return packet;
        }
        return new Packet(_configuration.ChecksumType, _configuration.BytesPerChecksum, _chunks);
    }

    public void Return(Packet packet)
    {
        lock (_gate)
        {
            if (_idle.Count < 2 * _configuration.MaxPacketsInFlight)
                _idle.Push(packet);
        }
    }
}
