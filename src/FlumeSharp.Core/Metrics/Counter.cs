using System.Globalization;

namespace FlumeSharp.Metrics;

/// <summary>A number that only grows while its component runs. Add once per batch, not per event.</summary>
public sealed class Counter : Metric
{
    private PaddedLong _value;

    internal Counter(string name, string description)
        : base(name, description)
    {
    }

    /// <inheritdoc />
    public override bool IsCounter => true;

    /// <summary>The count so far.</summary>
    public long Count => Volatile.Read(ref _value.Value);

    /// <inheritdoc />
    public override double Value => Count;

    /// <inheritdoc />
    public override string Text => Count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Counts <paramref name="amount"/> more.</summary>
    public void Add(long amount)
    {
        if (amount != 0)
        {
            Interlocked.Add(ref _value.Value, amount);
        }
    }

    /// <summary>Counts one more.</summary>
    public void Increment() => Interlocked.Increment(ref _value.Value);

    internal override void Reset() => Volatile.Write(ref _value.Value, 0);
}
