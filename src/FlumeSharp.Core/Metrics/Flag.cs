namespace FlumeSharp.Metrics;

/// <summary>Something that is so or not; Flume's JSON writes <c>true</c> and <c>false</c>, other exporters 1 and 0.</summary>
public sealed class Flag : Metric
{
    private volatile bool _isSet;

    internal Flag(string name, string description)
        : base(name, description)
    {
    }

    /// <inheritdoc />
    public override bool IsCounter => false;

    /// <summary>Whether it is so.</summary>
    public bool IsSet => _isSet;

    /// <inheritdoc />
    public override double Value => _isSet ? 1 : 0;

    /// <inheritdoc />
    public override string Text => _isSet ? "true" : "false";

    /// <summary>Says whether it is so.</summary>
    public void Set(bool value) => _isSet = value;

    internal override void Reset() => _isSet = false;
}
