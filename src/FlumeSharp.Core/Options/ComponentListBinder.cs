using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Options;

// Binds lists of components: their names in one key, their types and options below it.
internal static class ComponentListBinder
{
    public static void Bind(OptionsSchema schema, object options, ComponentProperties properties, BindingScope scope, ProblemList problems, HashSet<string> used)
    {
        foreach (var (property, attribute) in schema.ComponentLists)
        {
            used.Add(attribute.Key);
            var names = properties.GetNames(attribute.Key);
            if (names.Count == 0 && attribute.Required)
            {
                problems.Add(ProblemSeverity.Error, OptionProblems.Missing, attribute.Key, $"'{attribute.Key}' is required and not set", $"add '{properties.Prefix}.{attribute.Key} = …'");
            }

            var bound = new List<ComponentReference>(names.Count);
            foreach (var name in names)
            {
                var prefix = $"{attribute.Key}.{name}.";
                var own = properties.WithPrefix(prefix);
                used.UnionWith(own.Keys.Select(key => prefix + key));
                if (BindOne(attribute, name, own, scope, problems) is { } component)
                {
                    bound.Add(component);
                }
            }

            property.SetValue(options, bound);
        }
    }

    private static ComponentReference? BindOne(FlumeComponentListOptionAttribute attribute, string name, ComponentProperties own, BindingScope scope, ProblemList problems)
    {
        var type = own["type"];
        var isDefault = type is null || string.Equals(type, attribute.DefaultWord, StringComparison.OrdinalIgnoreCase);
        if (scope.Registry.Find(attribute.Kind, isDefault ? attribute.DefaultType : type!, attribute.Implements) is not { } descriptor)
        {
            problems.Add(UnknownTypes.Describe(scope.Registry, attribute.Kind, type ?? attribute.DefaultType, $"{attribute.Key}.{name}.type", attribute.Implements));
            return null;
        }

        var part = scope with { IsReserved = static key => key == "type", Component = $"{scope.Component}, {attribute.Key}.{name}" };
        var result = OptionsBinder.Bind(descriptor.Options?.OptionsType, own, part);
        problems.AddRange(result.Problems);
        return new ComponentReference(descriptor, result.Options);
    }
}
