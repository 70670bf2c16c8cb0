using System.Text;
using System.Text.RegularExpressions;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>
/// What the values of a key look like, for a JSON Schema. A pattern is never narrower than what the agent accepts, and lets every reference through:
/// what <c>${…}</c> becomes is known only where the agent runs.
/// </summary>
internal static class ValuePattern
{
    private const string WholeNumber = "[+-]?[0-9]+";
    private const string AnyNumber = @"[+-]?(NaN|Infinity|[0-9.][0-9a-fA-FxXpP.+-]*)";

    private static readonly string[] Units = ["number", "milliseconds", "seconds", "minutes"];

    /// <summary>The pattern that the text of a value must match; null where it may be anything.</summary>
    /// <param name="keys">Keys of several types that share their name: each may be meant.</param>
    public static string? Of(IReadOnlyList<ComponentKey> keys)
    {
        var forms = Read(keys).SelectMany(FormsOf).Distinct(StringComparer.Ordinal).ToList();
        return forms.Contains("") ? null : $@"^\s*({string.Join('|', forms)})\s*$|\$\{{";
    }

    /// <summary>The types of JSON that a value may have; a text is always one of them.</summary>
    public static IReadOnlyList<string> TypesOf(IReadOnlyList<ComponentKey> keys)
    {
        var isFree = Of(keys) is null;
        return
        [
            "string",
            .. isFree || keys.Any(static key => key.Type == "decimal") ? ["number"] : keys.Any(IsWhole) ? ["integer"] : Array.Empty<string>(),
            .. isFree || keys.Any(IsBoolean) ? ["boolean"] : Array.Empty<string>(),
        ];
    }

    /// <summary>The smallest and the largest number that one of the keys allows; null where there is no limit.</summary>
    public static (long? Min, long? Max) LimitsOf(IReadOnlyList<ComponentKey> keys)
    {
        // A key that is no number sets no limit, nor does it lift that of another.
        var numbers = keys.Where(IsWhole).ToList();
        return numbers.Count == 0 || Of(keys) is null
            ? (null, null)
            : (numbers.TrueForAll(static key => key.Min is not null) ? numbers.Min(static key => key.Min) : null, numbers.TrueForAll(static key => key.Max is not null) ? numbers.Max(static key => key.Max) : null);
    }

    // A type to which the key means nothing does not say what it looks like for those that read it.
    private static IEnumerable<ComponentKey> Read(IReadOnlyList<ComponentKey> keys) => keys.All(static key => key.Role == KeyRole.Ignored) ? keys : keys.Where(static key => key.Role != KeyRole.Ignored);

    private static bool IsWhole(ComponentKey key) => key.Role == KeyRole.Option && Array.IndexOf(Units, key.Type) >= 0;

    private static bool IsBoolean(ComponentKey key) => key.Role == KeyRole.Option && key.Values is ["true", "false"];

    // An empty form stands for any text.
    private static IEnumerable<string> FormsOf(ComponentKey key) => key.Role != KeyRole.Option ? [""]
        : key.Values.Count > 0 ? key.Values.Select(WordForm)
        : IsWhole(key) ? [WholeNumber]
        : key.Type == "decimal" ? [AnyNumber]
        : [""];

    // In any case, and with underscores between the words of a name: SequenceFile, sequencefile, SEQUENCE_FILE.
    private static string WordForm(string word)
    {
        var form = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            form.Append(i > 0 && char.IsUpper(c) && !char.IsUpper(word[i - 1]) ? "_?" : "");
            form.Append(char.IsAsciiLetter(c) ? $"[{char.ToLowerInvariant(c)}{char.ToUpperInvariant(c)}]" : Regex.Escape(c.ToString()));
        }

        return form.ToString();
    }
}
