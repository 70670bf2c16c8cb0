using System.Text.RegularExpressions;

namespace FlumeSharp.Configuration.Filters;

/// <summary>A <c>${name[key]}</c>, <c>${name['key']}</c> or <c>${name["key"]}</c> in a value.</summary>
internal static partial class FilterReference
{
    /// <summary>Finds the references of all filters in a value; the groups are <c>filter</c> and <c>key</c>.</summary>
    [GeneratedRegex("""\$\{(?<filter>[^\[\]{}]+)\[(?<quote>['"]?)(?<key>[-_a-zA-Z0-9]+)\k<quote>\]\}""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Pattern();
}
