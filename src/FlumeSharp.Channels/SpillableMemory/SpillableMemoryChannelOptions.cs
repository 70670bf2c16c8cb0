using System.ComponentModel.DataAnnotations;
using FlumeSharp.Channels.File;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Options;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>The keys of the spillable memory channel: its own, and those of the file channel that it overflows into.</summary>
[FlumeIgnoredOption("capacity", "the channel holds memoryCapacity and overflowCapacity")]
[FlumeIgnoredOption("keep-alive", "overflowTimeout says how long the channel waits")]
public sealed class SpillableMemoryChannelOptions : IValidatableObject, IHasTransactionCapacity, IHasByteCapacity, IHasCapacity, IHasStorage
{
    /// <summary>What <c>overflowCapacity</c> is when it is not set.</summary>
    internal const int DefaultOverflow = 100_000_000;

    private const int CapacityWithoutOverflow = 1_000_000;

    /// <summary>Most events in memory, those that open transactions have taken included. 0: all events go to disk.</summary>
    /// <value>Default: 10000.</value>
    [FlumeOption("memoryCapacity", Min = 0, Lenient = true)]
    public int MemoryCapacity { get; init; } = 10_000;

    /// <summary>Most events on disk. 0: none, and a full memory is a full channel.</summary>
    /// <value>Default: 100000000.</value>
    [FlumeOption("overflowCapacity", Min = 0, Lenient = true)]
    public int OverflowCapacity { get; init; } = DefaultOverflow;

    /// <summary>How long a commit waits for room in memory before its events go to disk, for room on disk then, and a take for an event. Zero or less: not at all.</summary>
    /// <value>Default: 3 seconds.</value>
    [FlumeOption("overflowTimeout", Unit = TimeUnit.Seconds, Lenient = true)]
    public TimeSpan OverflowTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The free part of the memory, in percent, at which commits wait for room in memory again instead of going to disk at once.</summary>
    /// <value>Default: 5.</value>
    [FlumeOption("overflowDeactivationThreshold", Lenient = true)]
    public int OverflowDeactivationThreshold { get; init; } = 5;

    /// <summary>Most bytes of event bodies in memory; zero or less means practically no limit.</summary>
    /// <value>Default: 80 % of the memory the process may use.</value>
    [FlumeOption("byteCapacity", Lenient = true)]
    public long? ByteCapacity { get; init; }

    /// <summary>The part of <c>byteCapacity</c>, in percent, that is kept back for headers, which are not counted themselves.</summary>
    /// <value>Default: 20.</value>
    [FlumeOption("byteCapacityBufferPercentage", Lenient = true)]
    public int ByteCapacityBufferPercentage { get; init; } = 20;

    /// <summary>Bytes of a usual body: <c>byteCapacity</c> is counted in pieces of this size, each body rounded up.</summary>
    /// <value>Default: 500.</value>
    [FlumeOption("avgEventSize", Min = 1, Lenient = true)]
    public int AvgEventSize { get; init; } = 500;

    /// <summary>The keys of the file channel, but for <c>capacity</c> and <c>keep-alive</c>.</summary>
    [FlumeOptionGroup(Except = ["capacity", "keep-alive"])]
    public FileChannelOptions File { get; init; } = new() { Capacity = int.MaxValue };

    /// <summary>Encryption at rest of what goes to disk. A block within a block is not looked into, so it is named here again.</summary>
    [FlumeOptionGroup]
    public EncryptionOptions Encryption => File.Encryption;

    /// <inheritdoc />
    IEnumerable<string> IHasStorage.StorageFolders => ((IHasStorage)File).StorageFolders;

    /// <inheritdoc />
    IEnumerable<string> IHasStorage.EventFolders => ((IHasStorage)File).EventFolders;

    /// <inheritdoc />
    long IHasCapacity.Capacity => (long)MemoryCapacity + (Overflows ? DiskCapacity : 0);

    /// <summary>Whether events go to disk when the memory is full.</summary>
    internal bool Overflows => OverflowCapacity > 0 || MemoryCapacity == 0;

    /// <summary>Most events on disk. Flume's file channel is there without an overflow, too, and gives out what it holds.</summary>
    internal int DiskCapacity => OverflowCapacity > 0 ? OverflowCapacity : Overflows ? DefaultOverflow : CapacityWithoutOverflow;

    /// <summary>The file channel's options.</summary>
    internal FileChannelOptions DiskOptions => File with { Capacity = DiskCapacity, KeepAlive = TimeSpan.Zero };

    // What "practically no limit" comes to.
    long? IHasByteCapacity.ByteCapacity => ByteCapacity < 1 ? int.MaxValue * (long)AvgEventSize : ByteCapacity;

    int IHasTransactionCapacity.TransactionCapacity => File.TransactionCapacity;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (File.TransactionCapacity > DiskCapacity)
        {
            yield return new(
                $"File Channel transaction capacity cannot be greater than the capacity of the channel. transactionCapacity is {File.TransactionCapacity} and overflowCapacity is {DiskCapacity}; set transactionCapacity to at most {DiskCapacity}, or raise overflowCapacity",
                ["transactionCapacity"]);
        }
    }
}
