namespace FlumeSharp.Options;

/// <summary>
/// Marks a property that holds a block of options several components share, such as the TLS keys: its keys stand beside the
/// component's own, without a prefix. The property's initial value is a new block.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlumeOptionGroupAttribute : Attribute
{
    /// <summary>Keys of the block that this component does not have: it sets what they say by itself.</summary>
    public string[] Except { get; init; } = [];
}
