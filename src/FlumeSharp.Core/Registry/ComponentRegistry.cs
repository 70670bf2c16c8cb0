using System.Reflection;
using FlumeSharp.Components;
using FlumeSharp.Options;

namespace FlumeSharp.Registry;

/// <summary>
/// Every component type there is, found by attribute in the built-in assemblies and in plug-ins. A type resolves by alias (any case),
/// then by Java class name (with or without <c>$Builder</c>), then by .NET type name.
/// </summary>
public sealed class ComponentRegistry
{
    private const string BuiltIn = "built-in";
    private const string JavaBuilderSuffix = "$Builder";
    private readonly Dictionary<(ComponentKind Kind, string Name), ComponentDescriptor> _byAlias = new(AliasComparer.Instance);
    private readonly Dictionary<(ComponentKind Kind, string Name), ComponentDescriptor> _byClass = [];
    private readonly List<ComponentDescriptor> _all = [];

    /// <summary>Makes a registry of the components in some assemblies.</summary>
    public ComponentRegistry(params IEnumerable<Assembly> builtIn)
    {
        foreach (var assembly in builtIn)
        {
            AddAssembly(assembly, BuiltIn);
        }
    }

    /// <summary>All component types, in the order they were found.</summary>
    public IReadOnlyList<ComponentDescriptor> All => _all;

    /// <summary>Adds the components of an assembly.</summary>
    /// <param name="assembly">The assembly; its exported types are searched.</param>
    /// <param name="origin">Who brings it: <c>built-in</c> or a plug-in's name.</param>
    /// <exception cref="FlumeException">Two types claim one name, or a type is not what its attribute says. Nothing of the assembly is added.</exception>
    public void AddAssembly(Assembly assembly, string origin)
    {
        var found = new List<ComponentDescriptor>();
        foreach (var type in assembly.GetExportedTypes())
        {
            if (type is { IsAbstract: false } && type.GetCustomAttribute<FlumeComponentAttribute>() is { } attribute)
            {
                found.Add(new ComponentDescriptor(type, attribute, origin));
            }
        }

        var wrong = found.Select(static descriptor => ComponentShape.ProblemOf(descriptor.Type, descriptor.Kind)).OfType<string>().ToList();
        if (wrong.Count > 0)
        {
            throw new FlumeException($"{assembly.GetName().Name} ({origin}) cannot be used: {string.Join(" ", wrong)}");
        }

        // All or nothing: an assembly that claims a taken name must not leave half of its components behind.
        found.ForEach(CheckNames);
        found.ForEach(Add);
    }

    /// <summary>Finds a type by any of its names.</summary>
    public ComponentDescriptor? Find(ComponentKind kind, string name)
    {
        if (_byAlias.TryGetValue((kind, name), out var descriptor) || _byClass.TryGetValue((kind, WithoutBuilder(name)), out descriptor))
        {
            return descriptor;
        }

        var comma = name.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? null : _all.Find(d => d.Kind == kind
            && d.Type.FullName == name[..comma].Trim()
            && d.Type.Assembly.GetName().Name == name[(comma + 1)..].Split(',')[0].Trim());
    }

    /// <summary>Finds a type by any of its names, if it implements what it is wanted for.</summary>
    internal ComponentDescriptor? Find(ComponentKind kind, string name, Type? contract) =>
        Find(kind, name) is { } found && Implements(found, contract) ? found : null;

    /// <summary>The names that are near to one that was not found, nearest first.</summary>
    public IReadOnlyList<string> Suggest(ComponentKind kind, string name, int count = 3) => Suggest(kind, name, count, null);

    /// <summary>The same, of those that implement what is wanted.</summary>
    internal IReadOnlyList<string> Suggest(ComponentKind kind, string name, int count, Type? contract)
    {
        var simple = name[(name.LastIndexOf('.') + 1)..];
        return Spelling.NearestOf(simple, NamesOf(kind, contract), count);
    }

    /// <summary>The kind that does have a name which was not found where it was looked for; null when none has it.</summary>
    internal ComponentKind? OtherKindOf(ComponentKind kind, string name) =>
        Enum.GetValues<ComponentKind>().Where(other => other != kind && Find(other, name) is not null).Select(static other => (ComponentKind?)other).FirstOrDefault();

    /// <summary>The classes of a kind in a namespace, Java's or .NET's, of a plug-in; null when no plug-in has anything there.</summary>
    internal IReadOnlyList<string>? ClassesIn(ComponentKind kind, string space, Type? contract)
    {
        var classes = _all.Where(static d => d.Origin != BuiltIn).SelectMany(static d => ClassNamesOf(d).Select(name => (Component: d, Name: name)))
            .Where(found => found.Name[..Math.Max(0, found.Name.LastIndexOf('.'))] == space).ToList();
        return classes.Count == 0 ? null : [.. classes.Where(found => found.Component.Kind == kind && Implements(found.Component, contract)).Select(static found => found.Name)];
    }

    /// <summary>The classes of a kind in an assembly, as a configuration names them; null when there is no such assembly.</summary>
    internal IReadOnlyList<string>? ClassesOf(ComponentKind kind, string assembly, Type? contract)
    {
        var types = _all.Where(d => d.Type.Assembly.GetName().Name == assembly).ToList();
        return types.Count == 0 ? null : [.. types.Where(d => d.Kind == kind && Implements(d, contract)).Select(d => $"{d.Type.FullName}, {assembly}")];
    }

    /// <summary>All names of a kind, for messages.</summary>
    public IEnumerable<string> NamesOf(ComponentKind kind) => NamesOf(kind, null);

    /// <summary>The same, of those that implement what is wanted.</summary>
    internal IEnumerable<string> NamesOf(ComponentKind kind, Type? contract) =>
        _all.Where(d => d.Kind == kind && Implements(d, contract)).Select(static d => d.DisplayName);

    private static bool Implements(ComponentDescriptor descriptor, Type? contract) => contract is null || contract.IsAssignableFrom(descriptor.Type);

    private static string WithoutBuilder(string name) =>
        name.EndsWith(JavaBuilderSuffix, StringComparison.Ordinal) ? name[..^JavaBuilderSuffix.Length] : name;

    private static IEnumerable<string> ClassNamesOf(ComponentDescriptor descriptor) =>
        descriptor.JavaClasses.Select(WithoutBuilder).Append(descriptor.Type.FullName!);

    private void CheckNames(ComponentDescriptor descriptor)
    {
        if (descriptor.Alias is { } alias && _byAlias.TryGetValue((descriptor.Kind, alias), out var other))
        {
            throw NameIsTaken(alias, other, descriptor);
        }

        foreach (var name in ClassNamesOf(descriptor))
        {
            if (_byClass.TryGetValue((descriptor.Kind, name), out other))
            {
                throw NameIsTaken(name, other, descriptor);
            }
        }
    }

    private void Add(ComponentDescriptor descriptor)
    {
        if (descriptor.Alias is { } alias)
        {
            AddName(_byAlias, alias, descriptor);
        }

        foreach (var name in ClassNamesOf(descriptor))
        {
            AddName(_byClass, name, descriptor);
        }

        _all.Add(descriptor);
    }

    private static void AddName(
        Dictionary<(ComponentKind Kind, string Name), ComponentDescriptor> names, string name, ComponentDescriptor descriptor)
    {
        if (!names.TryAdd((descriptor.Kind, name), descriptor))
        {
            throw NameIsTaken(name, names[(descriptor.Kind, name)], descriptor);
        }
    }

    private static FlumeException NameIsTaken(string name, ComponentDescriptor other, ComponentDescriptor descriptor) => new(
        $"Two {descriptor.Kind} types are named '{name}': {other.Type.FullName} ({other.Origin}) and {descriptor.Type.FullName} ({descriptor.Origin}). Remove one of them, or rename it.");

    private sealed class AliasComparer : IEqualityComparer<(ComponentKind Kind, string Name)>
    {
        public static AliasComparer Instance { get; } = new();

        public bool Equals((ComponentKind Kind, string Name) x, (ComponentKind Kind, string Name) y) =>
            x.Kind == y.Kind && string.Equals(x.Name, y.Name, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((ComponentKind Kind, string Name) name) =>
            HashCode.Combine(name.Kind, StringComparer.OrdinalIgnoreCase.GetHashCode(name.Name));
    }
}
