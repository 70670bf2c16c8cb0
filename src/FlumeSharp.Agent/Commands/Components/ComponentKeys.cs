using System.Collections;
using System.Globalization;
using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>The keys of a component type, from the attributes of its options class and that class's documentation.</summary>
internal static class ComponentKeys
{
    /// <summary>All keys: options, then other components, prefixes, and what has no effect.</summary>
    public static IReadOnlyList<ComponentKey> Of(ComponentDescriptor descriptor)
    {
        if (descriptor.Options is not { } schema)
        {
            return [];
        }

        var defaults = Activator.CreateInstance(schema.OptionsType)!;
        return
        [
            .. schema.Options.Select(option => FromOption(option, defaults)),
            .. schema.Components.Select(static component => new ComponentKey(
                component.Attribute.Key, KeyRole.Component, component.Attribute.Kind.ToString().ToLowerInvariant(), component.Attribute.Default ?? "", DocumentationComments.SummaryOf(component.Property) ?? "")),
            .. schema.ComponentLists.SelectMany(static list => FromList(list.Attribute, DocumentationComments.SummaryOf(list.Property) ?? "")),
            .. schema.Prefixes.Select(static prefix => new ComponentKey(prefix.Prefix + "*", KeyRole.Prefix, "passed on", "", DocumentationComments.SummaryOf(prefix.Property) ?? "")),
            .. schema.Ignored.Select(static ignored => new ComponentKey(ignored.Key, KeyRole.Ignored, "no effect", "", ignored.Reason)),
        ];
    }

    /// <summary>What the agent itself wants of a component of a kind, besides its own keys.</summary>
    public static IReadOnlyList<string> StructuralKeys(ComponentKind kind) => kind switch
    {
        ComponentKind.Source => ["channels"],
        ComponentKind.Sink => ["channel"],
        _ => [],
    };

    /// <summary>A value as one would write it.</summary>
    public static string Write(OptionDescriptor option, object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan span => InUnit(span, option.Attribute.Unit).ToString(CultureInfo.InvariantCulture),
        Enum name => option.WordOf(name.ToString()),
        string text => text.Replace("\n", "\\n", StringComparison.Ordinal),
        IEnumerable list => string.Join(' ', list.Cast<object?>()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static ComponentKey[] FromList(FlumeComponentListOptionAttribute list, string meaning)
    {
        var kind = list.Kind.ToString().ToLowerInvariant();
        return
        [
            new(list.Key, KeyRole.Option, "list", "", meaning) { IsRequired = list.Required },
            new(list.Key + ".*", KeyRole.Prefix, kind, "", $"Per name of the list the `type` of its {kind} (default `{list.DefaultWord ?? list.DefaultType}`), and that one's own keys."),
        ];
    }

    private static ComponentKey FromOption(OptionDescriptor option, object defaults)
    {
        var attribute = option.Attribute;
        var value = option.GetValue(defaults);
        var type = ValueType(option);
        var words = DocumentationComments.DefaultOf(option.Property);
        var isInWords = words is not null && !attribute.Required && NeedsWords(value);
        return new(attribute.Key, KeyRole.Option, TypeOf(option, type), attribute.Required ? "" : isInWords ? words! : Write(option, value), DocumentationComments.SummaryOf(option.Property) ?? "")
        {
            IsDefaultInWords = isInWords,
            IsRequired = attribute.Required,
            IsExtension = attribute.IsExtension,
            IsSecret = option.IsSecret,
            Aliases = attribute.Aliases,
            Values = type == typeof(bool) ? ["true", "false"] : type.IsEnum ? [.. Enum.GetNames(type).Select(option.WordOf)] : [],
            Min = attribute.Min == long.MinValue ? null : attribute.Min,
            Max = attribute.Max is long.MaxValue or int.MaxValue ? null : attribute.Max,
        };
    }

    // What no default is, has no limit, or depends on the machine.
    private static bool NeedsWords(object? value) => value switch
    {
        null or int.MaxValue or long.MaxValue => true,
        TimeSpan span => span == TimeSpan.MaxValue,
        string path => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 1 } home && path.StartsWith(home, StringComparison.Ordinal),
        IEnumerable list => !list.Cast<object?>().Any(),
        _ => false,
    };

    private static Type ValueType(OptionDescriptor option) => Nullable.GetUnderlyingType(option.Property.PropertyType) ?? option.Property.PropertyType;

    private static string TypeOf(OptionDescriptor option, Type type) => type == typeof(string) ? "text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "number"
        : type == typeof(double) ? "decimal"
        : type == typeof(TimeSpan) ? option.Attribute.Unit.ToString().ToLowerInvariant()
        : type.IsEnum ? string.Join('|', Enum.GetNames(type).Select(option.WordOf))
        : "list";

    private static double InUnit(TimeSpan span, TimeUnit unit) => unit switch
    {
        TimeUnit.Milliseconds => span.TotalMilliseconds,
        TimeUnit.Seconds => span.TotalSeconds,
        _ => span.TotalMinutes,
    };
}
