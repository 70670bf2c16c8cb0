using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// Datanodes that failed one stream a short while ago and are not asked for its next blocks. Each stream has its own list: a node that
/// comes back must not stay shut out of files opened since.
/// </summary>
internal sealed class ExcludedNodes(TimeSpan expiry, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DatanodeInfoProto Node, long Since)> _nodes = new(StringComparer.Ordinal);

    public void Add(DatanodeInfoProto node)
    {
        lock (_gate)
            _nodes[node.Id.DatanodeUuid] = (node, time.GetTimestamp());
    }

    public void Clear()
    {
        lock (_gate)
            _nodes.Clear();
    }

    public IReadOnlyList<DatanodeInfoProto> Current()
    {
        lock (_gate)
        {
            if (_nodes.Count == 0)
                return [];
            var current = new List<DatanodeInfoProto>(_nodes.Count);
            foreach (var (uuid, (node, since)) in _nodes)
            {
                if (time.GetElapsedTime(since) < expiry)
                    current.Add(node);
                else
                    _nodes.Remove(uuid);
            }
            return current;
        }
    }
}
