namespace FlumeSharp.Agent.Commands.Components;

/// <summary>A key of a component, as help, reference pages and editors describe it.</summary>
/// <param name="Name">The key; one that ends in <c>*</c> stands for all that begin so.</param>
/// <param name="Role">What becomes of it.</param>
/// <param name="Type">What its value is, in a word or two.</param>
/// <param name="Default">The value it has when it is not written; empty where there is none.</param>
/// <param name="Meaning">What it does, in Markdown.</param>
internal sealed record ComponentKey(string Name, KeyRole Role, string Type, string Default, string Meaning)
{
    /// <summary>The default is described in words, in Markdown, and is no value one could write.</summary>
    public bool IsDefaultInWords { get; init; }

    /// <summary>The component cannot run without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Flume has no such key.</summary>
    public bool IsExtension { get; init; }

    /// <summary>Its value is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Old spellings.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The words it may be; empty where it may be anything.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The smallest number allowed.</summary>
    public long? Min { get; init; }

    /// <summary>The largest number allowed.</summary>
    public long? Max { get; init; }
}
