using System.Globalization;
using FlumeSharp.Options;

namespace FlumeSharp.Metrics;

/// <summary>A number that goes up and down: one that a component sets, or one that is worked out when somebody looks.</summary>
public sealed class Gauge : Metric
{
    private readonly Func<double>? _read;
    private PaddedLong _value;

    internal Gauge(string name, string description, Func<double>? read = null)
        : base(name, description) => _read = read;

    /// <inheritdoc />
    public override bool IsCounter => false;

    /// <inheritdoc />
    public override double Value => _read?.Invoke() ?? Volatile.Read(ref _value.Value);

    /// <inheritdoc />
    public override string Text => _read is null
        ? Volatile.Read(ref _value.Value).ToString(CultureInfo.InvariantCulture)
        : JavaConvert.ToText(_read());

    /// <summary>Sets the value.</summary>
    public void Set(long value) => Volatile.Write(ref _value.Value, value);

    /// <summary>Moves the value by <paramref name="amount"/>.</summary>
    public void Add(long amount) => Interlocked.Add(ref _value.Value, amount);

    internal override void Reset() => Set(0);
}
