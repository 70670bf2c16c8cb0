using FlumeSharp.Configuration;

namespace FlumeSharp.Options;

// Collects problems of one component and gives each its place in the file.
internal sealed class ProblemList(ComponentProperties properties, BindingScope scope)
{
    private readonly List<ConfigurationProblem> _items = [];

    public IReadOnlyList<ConfigurationProblem> Items => _items;

    public bool HasErrors => _items.Exists(static p => p.Severity == ProblemSeverity.Error);

    /// <summary>Whether a key's value came from a configuration filter, and so must not be shown.</summary>
    public bool IsFiltered(string key) => properties.TryGet(key, out var property) && property.IsFiltered;

    public void Add(ProblemSeverity severity, string code, string? key, string text, string? remedy)
    {
        var location = key is not null && properties.TryGet(key, out var property) ? property.Location : scope.Location;
        _items.Add(new ConfigurationProblem(severity, code, $"{scope.Component}: {text}", location, scope.Component, remedy, key));
    }

    public void Add((string Code, string Key, string Text, string Remedy) unknownType) =>
        Add(ProblemSeverity.Error, unknownType.Code, unknownType.Key, unknownType.Text, unknownType.Remedy);

    public void AddRange(IEnumerable<ConfigurationProblem> problems) => _items.AddRange(problems);

    public OptionProblemSink For(OptionDescriptor option) => new(this, option, option.Keys.First(key => properties.TryGet(key, out _)));
}
