using System.Reflection;

namespace FlumeSharp.Options;

/// <summary>One key of an options class.</summary>
/// <param name="Property">The property it sets.</param>
/// <param name="Attribute">How it is written.</param>
/// <param name="Group">The property that holds the shared block it belongs to; <see langword="null"/> for an option of the class itself.</param>
public sealed record OptionDescriptor(PropertyInfo Property, FlumeOptionAttribute Attribute, PropertyInfo? Group = null)
{
    /// <summary>The key and its aliases.</summary>
    public IEnumerable<string> Keys => [Attribute.Key, .. Attribute.Aliases];

    /// <summary>The value in an options object.</summary>
    public object? GetValue(object options) => Property.GetValue(OwnerIn(options));

    /// <summary>Whether the value must not be shown: it is marked so, or its key sounds like it.</summary>
    public bool IsSecret => Attribute.Secret || SecretKeys.IsSecret(Attribute.Key);

    /// <summary>The name of an enum's value as people write it where letter case does not matter: <c>none</c>, but <c>SequenceFile</c>.</summary>
    /// <param name="name">The name in the enum.</param>
    public string WordOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Attribute.CaseSensitive || name.Skip(1).Any(char.IsUpper) ? name : name.ToLowerInvariant();
    }

    internal void SetValue(object options, object? value) => Property.SetValue(OwnerIn(options), value);

    private object OwnerIn(object options) => Group is null ? options : Group.GetValue(options)
        ?? throw new FlumeException($"{Group.DeclaringType?.Name}.{Group.Name} is an option group and must have an initial value.");
}
