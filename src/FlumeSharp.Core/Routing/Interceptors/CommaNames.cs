using FlumeSharp.Options;

namespace FlumeSharp.Routing.Interceptors;

// Names in a list have blanks between them, and a comma is a part of a name: that of a header may have one, and hardly ever does.
internal static class CommaNames
{
    public static IEnumerable<OptionWarning> In(string key, IReadOnlyList<string> names)
    {
        var withCommas = names.Where(static name => name.Contains(',', StringComparison.Ordinal)).ToList();
        return withCommas.Count == 0
            ? []
            : [new($"'{key}' names {string.Join(" and ", withCommas.Select(static name => $"'{name}'"))}, and the comma is a part of the name; write blanks, and no commas, between names", key)];
    }
}
