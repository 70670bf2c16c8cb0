namespace FlumeSharp.Channels.File.Queue;

/// <summary>The blocks of a queue in the order of their numbers. The last one stays when it is empty, for the numbers to come.</summary>
internal sealed class BlockList
{
    private readonly Dictionary<long, QueueBlock> _byNumber = [];
    private QueueBlock? _last;
    private QueueBlock? _recent;

    public QueueBlock? First { get; private set; }

    /// <summary>The block of a number, if it is there.</summary>
    public QueueBlock? Find(long number)
    {
        var first = QueueBlock.FirstOf(number);
        if (_recent?.FirstNumber != first)
        {
            if (!_byNumber.TryGetValue(first, out var found))
            {
                return null;
            }

            _recent = found;
        }

        return _recent;
    }

    /// <summary>The block of a number, made when it is not there.</summary>
    public QueueBlock FindOrAdd(long number)
    {
        if (Find(number) is { } found)
        {
            return found;
        }

        var made = new QueueBlock(QueueBlock.FirstOf(number));
        var before = _last;
        while (before is not null && before.FirstNumber > made.FirstNumber)
        {
            before = before.Previous;
        }

        made.Previous = before;
        made.Next = before is null ? First : before.Next;
        Link(made.Previous, made);
        Link(made, made.Next);
        _byNumber.Add(made.FirstNumber, made);
        if (before is { Count: 0 })
        {
            Remove(before);
        }

        return _recent = made;
    }

    /// <summary>The first block that holds this number or higher ones.</summary>
    /// <param name="number">The number.</param>
    /// <param name="hint">A block that was in the list once.</param>
    public QueueBlock? FirstFrom(long number, QueueBlock? hint)
    {
        var block = hint is not null && hint.FirstNumber <= number && IsListed(hint) ? hint : First;
        while (block is not null && block.FirstNumber + QueueBlock.Size <= number)
        {
            block = block.Next;
        }

        return block;
    }

    /// <summary>Lets go of a block that has become empty.</summary>
    public void RemoveIfEmpty(QueueBlock block)
    {
        if (block.Count == 0 && block != _last)
        {
            Remove(block);
        }
    }

    private bool IsListed(QueueBlock block) => _byNumber.TryGetValue(block.FirstNumber, out var listed) && listed == block;

    private void Remove(QueueBlock block)
    {
        Link(block.Previous, block.Next);
        _byNumber.Remove(block.FirstNumber);
        if (_recent == block)
        {
            _recent = null;
        }
    }

    private void Link(QueueBlock? before, QueueBlock? after)
    {
        if (before is null)
        {
            First = after;
        }
        else
        {
            before.Next = after;
        }

        if (after is null)
        {
            _last = before;
        }
        else
        {
            after.Previous = before;
        }
    }
}
