namespace FlumeSharp.Options;

/// <summary>Options of a channel whose transactions are limited.</summary>
public interface IHasTransactionCapacity
{
    /// <summary>Most events of one transaction.</summary>
    int TransactionCapacity { get; }
}
