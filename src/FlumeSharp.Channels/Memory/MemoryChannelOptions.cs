using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Channels.Memory;

/// <summary>The keys of the memory channel.</summary>
public sealed class MemoryChannelOptions : IValidatableObject, IHasTransactionCapacity, IHasByteCapacity, IHasCapacity
{
    /// <summary>Most events the channel holds, those that open transactions have taken included.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("capacity", Min = 1, Lenient = true)]
    public int Capacity { get; init; } = 100;

    /// <summary>Most events one transaction may put, and most it may take. Not more than <c>capacity</c>.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("transactionCapacity", Min = 1, Lenient = true)]
    public int TransactionCapacity { get; init; } = 100;

    /// <summary>How long a commit waits for room (for bytes, then for places: twice as long at most), and a take for an event. Zero or less: not at all.</summary>
    /// <value>Default: 3 seconds.</value>
    [FlumeOption("keep-alive", Unit = TimeUnit.Seconds, Lenient = true)]
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Most bytes of event bodies the channel holds; zero or less means practically no limit.</summary>
    /// <value>Default: 80 % of the memory the process may use.</value>
    [FlumeOption("byteCapacity", Lenient = true)]
    public long? ByteCapacity { get; init; }

    /// <summary>The part of <c>byteCapacity</c>, in percent, that is kept back for headers, which are not counted themselves.</summary>
    /// <value>Default: 20.</value>
    [FlumeOption("byteCapacityBufferPercentage", Lenient = true)]
    public int ByteCapacityBufferPercentage { get; init; } = 20;

    /// <inheritdoc />
    long IHasCapacity.Capacity => Capacity;

    // What "practically no limit" comes to.
    long? IHasByteCapacity.ByteCapacity => ByteCapacity < 1 ? int.MaxValue * (long)ByteSlots.BytesPerSlot : ByteCapacity;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TransactionCapacity > Capacity)
        {
            yield return new(
                $"Transaction Capacity of Memory Channel cannot be higher than the capacity. transactionCapacity is {TransactionCapacity} and capacity is {Capacity}; set transactionCapacity to at most {Capacity}, or raise capacity",
                ["transactionCapacity"]);
        }
    }
}
