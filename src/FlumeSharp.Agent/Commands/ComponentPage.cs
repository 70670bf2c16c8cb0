using System.Collections;
using System.Globalization;
using System.Reflection;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands;

/// <summary>What <c>flumesharp components ALIAS</c> says of one component type: its names and a table of its keys.</summary>
internal static class ComponentPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(ComponentDescriptor descriptor, TextWriter output)
    {
        output.WriteLine($"{descriptor.DisplayName}: {descriptor.Kind.ToString().ToLowerInvariant()}, {descriptor.Stability.ToString().ToLowerInvariant()}, {descriptor.Origin}");
        if (DocumentationComments.SummaryOf(descriptor.Type) is { } summary)
        {
            output.WriteLine(summary);
        }

        if (descriptor.JavaClasses.Count > 0)
        {
            output.WriteLine($"Stands for {string.Join(", ", descriptor.JavaClasses)}.");
        }

        output.WriteLine($".NET class {descriptor.Type.FullName}, {descriptor.Type.Assembly.GetName().Name}.");
        output.WriteLine();
        if (descriptor.Options is not { } schema)
        {
            output.WriteLine("It takes no keys.");
            output.WriteLine();
            return;
        }

        var defaults = Activator.CreateInstance(schema.OptionsType)!;
        var table = new TextTable("KEY", "TYPE", "DEFAULT", "MEANING");
        foreach (var option in schema.Options)
        {
            table.Add(option.Attribute.Key, TypeOf(option), DefaultOf(option, defaults), MeaningOf(option));
        }

        foreach (var (property, attribute) in schema.Components)
        {
            table.Add(attribute.Key, attribute.Kind.ToString().ToLowerInvariant(), attribute.Default ?? "", DocumentationComments.SummaryOf(property) ?? "");
        }

        foreach (var (property, prefix, _) in schema.Prefixes)
        {
            table.Add(prefix + "*", "passed on", "", DocumentationComments.SummaryOf(property) ?? "");
        }

        foreach (var ignored in schema.Ignored)
        {
            table.Add(ignored.Key, "no effect", "", ignored.Reason);
        }

        table.Write(output);
        output.WriteLine();
    }

    private static string TypeOf(OptionDescriptor option)
    {
        var type = Nullable.GetUnderlyingType(option.Property.PropertyType) ?? option.Property.PropertyType;
        return type == typeof(string) ? "text"
            : type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "number"
            : type == typeof(double) ? "decimal"
            : type == typeof(TimeSpan) ? option.Attribute.Unit.ToString().ToLowerInvariant()
            : type.IsEnum ? string.Join('|', Enum.GetNames(type).Select(static name => name.ToLowerInvariant()))
            : "list";
    }

    private static string DefaultOf(OptionDescriptor option, object defaults)
    {
        var value = option.GetValue(defaults);
        return option.Attribute.Required ? "(required)"
            : value switch
            {
                null => "",
                bool flag => flag ? "true" : "false",
                TimeSpan span => InUnit(span, option.Attribute.Unit).ToString(CultureInfo.InvariantCulture),
                Enum name => name.ToString().ToLowerInvariant(),
                string text => text.Replace("\n", "\\n", StringComparison.Ordinal),
                IEnumerable list => string.Join(' ', list.Cast<object?>()),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString() ?? "",
            };
    }

    private static double InUnit(TimeSpan span, TimeUnit unit) => unit switch
    {
        TimeUnit.Milliseconds => span.TotalMilliseconds,
        TimeUnit.Seconds => span.TotalSeconds,
        _ => span.TotalMinutes,
    };

    private static string MeaningOf(OptionDescriptor option)
    {
        var also = option.Attribute.Aliases.Length > 0 ? $" Also: {string.Join(", ", option.Attribute.Aliases)}." : "";
        var own = option.Attribute.IsExtension ? " FlumeSharp's own." : "";
        return (DocumentationComments.SummaryOf(option.Property) + also + own).Trim();
    }
}
