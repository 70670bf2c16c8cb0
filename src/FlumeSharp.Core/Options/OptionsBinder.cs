using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Options;

/// <summary>Makes an options object from a component's keys and reports everything that is wrong with them at once.</summary>
public static class OptionsBinder
{
    /// <summary>Binds keys to an options class.</summary>
    /// <param name="type">The class; <see langword="null"/> for a component without options, whose keys are then all unknown.</param>
    /// <param name="properties">The keys.</param>
    /// <param name="scope">Names and resolvers.</param>
    public static BindingResult Bind(Type? type, ComponentProperties properties, BindingScope scope)
    {
        var problems = new ProblemList(properties, scope);
        var schema = type is null ? null : OptionsSchema.For(type);
        var options = type is null ? null : Activator.CreateInstance(type);
        var used = new HashSet<string>(StringComparer.Ordinal);
        if (schema is not null)
        {
            BindPlain(schema, options!, properties, problems, used);
            BindComponents(schema, options!, properties, scope, problems, used);
            ComponentListBinder.Bind(schema, options!, properties, scope, problems, used);
            BindPrefixes(schema, options!, properties, used);
        }

        ReportUnread(schema, properties, scope, problems, used);
        if (!problems.HasErrors && options is not null)
        {
            Validate(schema!, options, problems);
        }

        return new(problems.HasErrors ? null : options, problems.Items);
    }

    private static void Validate(OptionsSchema schema, object options, ProblemList problems)
    {
        foreach (var block in schema.Groups.Select(group => group.GetValue(options)).Prepend(options).OfType<IValidatableObject>())
        {
            foreach (var result in block.Validate(new ValidationContext(block)))
            {
                problems.Add(result is OptionWarning ? ProblemSeverity.Warning : ProblemSeverity.Error, OptionProblems.Inconsistent, result.MemberNames.FirstOrDefault(), result.ErrorMessage ?? "keys do not go together", null);
            }
        }
    }

    private static void BindPlain(
        OptionsSchema schema, object options, ComponentProperties properties, ProblemList problems, HashSet<string> used)
    {
        foreach (var option in schema.Options)
        {
            var attribute = option.Attribute;
            ConfigurationProperty? found = null;
            foreach (var key in option.Keys)
            {
                if (properties.TryGet(key, out var candidate))
                {
                    used.Add(key);
                    if (key != attribute.Key)
                    {
                        problems.Add(
                            ProblemSeverity.Warning,
                            OptionProblems.DeprecatedKey,
                            key,
                            found is null ? $"'{key}' is an old name of '{attribute.Key}'" : $"'{key}' is an old name of '{attribute.Key}', which is set too and wins",
                            $"write '{attribute.Key}'");
                    }

                    found ??= candidate;
                }
            }

            if (found is null)
            {
                if (attribute.Required)
                {
                    problems.Add(ProblemSeverity.Error, OptionProblems.Missing, attribute.Key, $"'{attribute.Key}' is required and not set", $"add '{properties.Prefix}.{attribute.Key} = …'");
                }
            }
            else if (OptionConverter.TryConvert(option, found.Value, options, problems.For(option), out var value))
            {
                option.SetValue(options, value);
            }
        }
    }

    private static void BindComponents(
        OptionsSchema schema, object options, ComponentProperties properties, BindingScope scope, ProblemList problems, HashSet<string> used)
    {
        foreach (var (property, attribute) in schema.Components)
        {
            used.Add(attribute.Key);
            var prefix = attribute.Prefix ?? attribute.Key + ".";
            var below = properties.WithPrefix(prefix);
            foreach (var key in below.Keys)
            {
                used.Add(prefix + key);
            }

            var name = properties[attribute.Key] ?? attribute.Default;
            if (name is null)
            {
                continue;
            }

            if (scope.Registry.Find(attribute.Kind, name, attribute.Implements) is not { } descriptor)
            {
                problems.Add(UnknownTypes.Describe(scope.Registry, attribute.Kind, name, attribute.Key, attribute.Implements));
                continue;
            }

            var bound = Bind(descriptor.Options?.OptionsType, below, scope with { IsReserved = static _ => false });
            problems.AddRange(bound.Problems);
            property.SetValue(options, new ComponentReference(descriptor, bound.Options));
        }
    }

    private static void BindPrefixes(OptionsSchema schema, object options, ComponentProperties properties, HashSet<string> used)
    {
        foreach (var (property, prefix, group) in schema.Prefixes)
        {
            var below = properties.WithPrefix(prefix);
            foreach (var key in below.Keys)
            {
                used.Add(prefix + key);
            }

            property.SetValue(group is null ? options : group.GetValue(options), below.Keys.ToFrozenDictionary(static key => key, key => below[key]!, StringComparer.Ordinal));
        }
    }

    private static void ReportUnread(
        OptionsSchema? schema, ComponentProperties properties, BindingScope scope, ProblemList problems, HashSet<string> used)
    {
        foreach (var key in properties.Keys)
        {
            if (used.Contains(key) || scope.IsReserved(key))
            {
                continue;
            }

            if (schema?.Ignored.FirstOrDefault(ignored => ignored.Covers(key)) is { } known)
            {
                problems.Add(ProblemSeverity.Info, OptionProblems.IgnoredKey, key, $"'{key}' has no effect: {known.Reason}", null);
                continue;
            }

            var nearest = schema is null ? null : Spelling.Nearest(key, schema.KnownKeys.Where(k => !k.EndsWith('*')));
            problems.Add(
                ProblemSeverity.Warning,
                OptionProblems.UnknownKey,
                key,
                $"unknown property '{key}'; nothing reads it",
                nearest is null ? "remove it" : $"did you mean '{nearest}'?");
        }
    }
}
