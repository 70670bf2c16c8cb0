namespace FlumeSharp.Routing;

/// <summary>
/// Which events of a batch are in a channel: not those that a later interceptor dropped, that the selector sends nowhere, or that only an
/// optional channel was to take, which failed.
/// </summary>
/// <remarks>An event that a later interceptor replaced is the same one; one that a later interceptor takes out and adds again is not.</remarks>
public readonly struct TakenEvents
{
    private readonly int[]? _numbers;
    private readonly bool[]? _taken;

    /// <summary>Keeps both.</summary>
    /// <param name="numbers">The number of the event at each place of the batch, as one interceptor left it.</param>
    /// <param name="taken">For each number whether its event is in a channel.</param>
    internal TakenEvents(int[] numbers, bool[] taken)
    {
        _numbers = numbers;
        _taken = taken;
    }

    private TakenEvents(bool[] all) => _taken = all;

    /// <summary>None, as after a failure.</summary>
    public static TakenEvents None => default;

    /// <summary>All of them.</summary>
    public static TakenEvents All { get; } = new([]);

    /// <summary>Whether an event is in a channel.</summary>
    /// <param name="index">Its place in the batch when the interceptor was done with it.</param>
    public bool Contains(int index) => _taken is not null && (_numbers is null || _taken[_numbers[index]]);
}
