using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>
/// Reads what the compiler writes beside an assembly, so that help and reference pages say what the code's documentation says. Where
/// the file is missing there is nothing to say. Texts are Markdown; <see cref="Plain"/> makes them plain.
/// </summary>
internal static partial class DocumentationComments
{
    private const string DefaultMark = "Default: ";

    private static readonly Dictionary<string, Dictionary<string, XElement>> ByAssembly = new(StringComparer.Ordinal);

    /// <summary>The summary of a class.</summary>
    public static string? SummaryOf(Type type) => Text(Find(type.Assembly, $"T:{type.FullName}")?.Element("summary"));

    /// <summary>The summary of a property.</summary>
    public static string? SummaryOf(PropertyInfo property) => Text(Find(property)?.Element("summary"));

    /// <summary>The default of a property in words, from a <c>value</c> element that begins with "Default:".</summary>
    public static string? DefaultOf(PropertyInfo property) => Text(Find(property)?.Element("value")) is { } text && text.StartsWith(DefaultMark, StringComparison.Ordinal)
        ? text[DefaultMark.Length..].TrimEnd('.')
        : null;

    /// <summary>Markdown without its marks.</summary>
    public static string Plain(string? markdown) => (markdown ?? "").Replace("`", "", StringComparison.Ordinal);

    private static XElement? Find(PropertyInfo property) => Find(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName!.Replace('+', '.')}.{property.Name}");

    private static XElement? Find(Assembly assembly, string id)
    {
        lock (ByAssembly)
        {
            if (!ByAssembly.TryGetValue(assembly.Location, out var members))
            {
                ByAssembly[assembly.Location] = members = Read(Path.ChangeExtension(assembly.Location, ".xml"));
            }

            return members.GetValueOrDefault(id);
        }
    }

    private static Dictionary<string, XElement> Read(string path)
    {
        try
        {
            return File.Exists(path)
                ? XDocument.Load(path).Descendants("member").ToDictionary(static member => (string)member.Attribute("name")!, StringComparer.Ordinal)
                : [];
        }
        catch (Exception failure) when (failure is XmlException or IOException)
        {
            return [];
        }
    }

    // <see cref="T:A.B"/> and <c>x</c> become `B` and `x`.
    private static string? Text(XElement? original)
    {
        if (original is null)
        {
            return null;
        }

        var element = new XElement(original);
        foreach (var code in element.Descendants("c").ToList())
        {
            code.ReplaceWith($"`{code.Value}`");
        }

        foreach (var reference in element.Descendants().Where(static inner => inner.IsEmpty).ToList())
        {
            var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? "";
            reference.ReplaceWith($"`{target[(target.LastIndexOf('.') + 1)..]}`");
        }

        return Blanks().Replace(element.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
