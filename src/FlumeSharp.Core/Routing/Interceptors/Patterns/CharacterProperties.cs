using System.Collections.Concurrent;
using System.Globalization;

namespace FlumeSharp.Routing.Interceptors.Patterns;

// What \p{…} names in Java: POSIX classes, general categories, binary properties, scripts, blocks, and methods of java.lang.Character.
internal static class CharacterProperties
{
    private static readonly ConcurrentDictionary<string, CodePointSet> Known = new(StringComparer.Ordinal);

    // As UnicodeCategory numbers them.
    private static readonly string[] Categories =
        ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn"];

    public static CodePointSet Digits { get; } = CodePointSet.Parse("30-39");

    public static CodePointSet WordCharacters { get; } = CodePointSet.Parse("30-39,41-5A,5F,61-7A");

    public static CodePointSet Blanks { get; } = CodePointSet.Parse("9-D,20");

    public static CodePointSet HorizontalBlanks { get; } = CodePointSet.Parse("9,20,A0,1680,180E,2000-200A,202F,205F,3000");

    public static CodePointSet VerticalBlanks { get; } = CodePointSet.Parse("A-D,85,2028-2029");

    public static CodePointSet LineEnds { get; } = CodePointSet.Parse("A,D,85,2028-2029");

    /// <summary>The set that a name stands for.</summary>
    /// <exception cref="FlumeException">Java does not know the name, or .NET has no data for it.</exception>
    public static CodePointSet Find(string name) => Known.GetOrAdd(name, static wanted => Posix(wanted) ?? Other(wanted)
        ?? throw new FlumeException($@"'\p{{{wanted}}}' names no characters that are known here; known are categories such as Lu, POSIX classes such as Alpha, blocks of the basic plane such as InGreek, and the scripts {UnicodeScripts.Names}"));

    /// <summary>What the flag U makes of a predefined class.</summary>
    public static CodePointSet FindUnicode(char escape) => Known.GetOrAdd("(?U)" + escape, _ => escape switch
    {
        'd' => Find("Nd"),
        's' => Find("IsWhite_Space"),
        _ => Find("IsAlphabetic").Union(Find("M")).Union(Find("Nd")).Union(Find("Pc")).Union(CodePointSet.Parse("200C-200D")),
    });

    private static CodePointSet? Posix(string name) => name switch
    {
        "Lower" => CodePointSet.Parse("61-7A"),
        "Upper" => CodePointSet.Parse("41-5A"),
        "ASCII" => CodePointSet.Parse("0-7F"),
        "Alpha" => CodePointSet.Parse("41-5A,61-7A"),
        "Digit" => Digits,
        "Alnum" => CodePointSet.Parse("30-39,41-5A,61-7A"),
        "Punct" => CodePointSet.Parse("21-2F,3A-40,5B-60,7B-7E"),
        "Graph" => CodePointSet.Parse("21-7E"),
        "Print" => CodePointSet.Parse("20-7E"),
        "Blank" => CodePointSet.Parse("9,20"),
        "Cntrl" => CodePointSet.Parse("0-1F,7F"),
        "XDigit" => CodePointSet.Parse("30-39,41-46,61-66"),
        "Space" => Blanks,
        "L1" => CodePointSet.Parse("0-FF"),
        "all" => CodePointSet.All,
        _ => null,
    };

    private static CodePointSet? Other(string name)
    {
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            var value = name[(equals + 1)..];
            return name[..equals].ToUpperInvariant() switch
            {
                "GC" or "GENERAL_CATEGORY" => Category(value),
                "SC" or "SCRIPT" => UnicodeScripts.Find(value),
                "BLK" or "BLOCK" => UnicodeBlocks.Find(value),
                _ => null,
            };
        }

        if (name.StartsWith("In", StringComparison.Ordinal))
        {
            return UnicodeBlocks.Find(name[2..]);
        }

        if (name.StartsWith("Is", StringComparison.Ordinal))
        {
            return Binary(name[2..]) ?? Category(name[2..]) ?? UnicodeScripts.Find(name[2..]);
        }

        return name.StartsWith("java", StringComparison.Ordinal) ? OfCharacterClass(name[4..]) : Category(name);
    }

    private static CodePointSet? Category(string name) => name switch
    {
        "LC" => InCategories("Lu", "Ll", "Lt"),
        "LD" => InCategories("Lu", "Ll", "Lt", "Lm", "Lo", "Nd"),
        { Length: 1 } => InCategories([.. Categories.Where(category => category[0] == name[0])]),
        _ => InCategories([.. Categories.Where(category => category == name)]),
    };

    private static CodePointSet? Binary(string name) => name.ToUpperInvariant().Replace("_", "", StringComparison.Ordinal) switch
    {
        "ALPHABETIC" => InCategories("Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Mn", "Mc"),
        "LETTER" => Category("L"),
        "LOWERCASE" => InCategories("Ll"),
        "UPPERCASE" => InCategories("Lu"),
        "TITLECASE" => InCategories("Lt"),
        "PUNCTUATION" => Category("P"),
        "CONTROL" => InCategories("Cc"),
        "DIGIT" => InCategories("Nd"),
        "ALNUM" => Binary("ALPHABETIC")!.Union(InCategories("Nd")!),
        "WHITESPACE" => CodePointSet.Parse("9-D,20,85,A0,1680,2000-200A,2028,2029,202F,205F,3000"),
        "BLANK" => InCategories("Zs")!.Union(CodePointSet.Of(9)),
        "HEXDIGIT" => InCategories("Nd")!.Union(CodePointSet.Parse("41-46,61-66,FF10-FF19,FF21-FF26,FF41-FF46")),
        "IDEOGRAPHIC" => CodePointSet.Parse("3006-3007,3021-3029,3038-303A,3400-4DBF,4E00-9FFF,F900-FA6D,FA70-FAD9,17000-187F7,18800-18CD5,1B170-1B2FB,20000-2A6DF,2A700-2EBE0,2F800-2FA1D,30000-3134A"),
        "ASSIGNED" => InCategories("Cn")!.Complement(),
        _ => null,
    };

    // The methods that tell by category; the rest is refused by the caller.
    private static CodePointSet? OfCharacterClass(string method) => method switch
    {
        "LowerCase" => InCategories("Ll"),
        "UpperCase" => InCategories("Lu"),
        "TitleCase" => InCategories("Lt"),
        "Digit" => InCategories("Nd"),
        "Letter" => Category("L"),
        "LetterOrDigit" => Category("LD"),
        "Alphabetic" => Binary("ALPHABETIC"),
        "Ideographic" => Binary("IDEOGRAPHIC"),
        "Defined" => Binary("ASSIGNED"),
        "SpaceChar" => Category("Z"),
        "Whitespace" => Category("Z")!.Intersect(CodePointSet.Parse("A0,2007,202F").Complement()).Union(CodePointSet.Parse("9-D,1C-1F")),
        "ISOControl" => CodePointSet.Parse("0-1F,7F-9F"),
        _ => null,
    };

    private static CodePointSet? InCategories(params string[] names)
    {
        if (names.Length == 0)
        {
            return null;
        }

        var wanted = names.Select(static name => (UnicodeCategory)Array.IndexOf(Categories, name)).ToHashSet();
        return CodePointSet.Where(c => wanted.Contains(CharUnicodeInfo.GetUnicodeCategory(c)));
    }
}
