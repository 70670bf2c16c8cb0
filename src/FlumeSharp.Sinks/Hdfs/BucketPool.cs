namespace FlumeSharp.Sinks.Hdfs;

/// <summary>The open buckets, the least recently used first in line to go when there are too many.</summary>
internal sealed class BucketPool(int capacity, BucketContext context)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BucketKey, LinkedListNode<BucketWriter>> _buckets = [];
    private readonly LinkedList<BucketWriter> _byUse = [];

    /// <summary>How many buckets are open.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _buckets.Count;
            }
        }
    }

    /// <summary>The bucket of a key, opened when there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="evicted">A bucket that had to make room and must be closed.</param>
    public BucketWriter Get(BucketKey key, out BucketWriter? evicted)
    {
        evicted = null;
        lock (_lock)
        {
            if (_buckets.TryGetValue(key, out var node))
            {
                if (node != _byUse.Last)
                {
                    _byUse.Remove(node);
                    _byUse.AddLast(node);
                }

                return node.Value;
            }

            var bucket = new BucketWriter(key, context, Remove);
            _buckets[key] = _byUse.AddLast(bucket);
            if (_buckets.Count > capacity && _byUse.First is { } oldest)
            {
                evicted = oldest.Value;
                _byUse.RemoveFirst();
                _buckets.Remove(evicted.Key);
            }

            return bucket;
        }
    }

    /// <summary>Takes all buckets out.</summary>
    public BucketWriter[] Clear()
    {
        lock (_lock)
        {
            BucketWriter[] all = [.. _byUse];
            _byUse.Clear();
            _buckets.Clear();
            return all;
        }
    }

    // Only the bucket itself: by now another one may stand under its key.
    private void Remove(BucketWriter bucket)
    {
        lock (_lock)
        {
            if (_buckets.TryGetValue(bucket.Key, out var node) && ReferenceEquals(node.Value, bucket))
            {
                _byUse.Remove(node);
                _buckets.Remove(bucket.Key);
            }
        }
    }
}
