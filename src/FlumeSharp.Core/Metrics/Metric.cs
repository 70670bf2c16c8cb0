namespace FlumeSharp.Metrics;

/// <summary>One attribute of a counter group.</summary>
/// <param name="name">Flume's attribute name, such as <c>EventPutSuccessCount</c>.</param>
/// <param name="description">What it counts, in one sentence.</param>
public abstract class Metric(string name, string description)
{
    /// <summary>Flume's attribute name.</summary>
    public string Name { get; } = name;

    /// <summary>What it counts, in one sentence.</summary>
    public string Description { get; } = description;

    /// <summary>Whether it only ever grows.</summary>
    public abstract bool IsCounter { get; }

    /// <summary>The value as a number.</summary>
    public abstract double Value { get; }

    /// <summary>The value as Flume's JSON writes it.</summary>
    public abstract string Text { get; }

    /// <summary>Sets the value to zero, where it is kept here.</summary>
    internal abstract void Reset();
}
