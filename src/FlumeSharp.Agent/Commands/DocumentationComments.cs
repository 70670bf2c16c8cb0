using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace FlumeSharp.Agent.Commands;

/// <summary>
/// Reads the summaries that the compiler writes beside an assembly, so that the help says what the code's documentation says. Where the
/// file is missing there is no summary.
/// </summary>
internal static partial class DocumentationComments
{
    private static readonly Dictionary<string, Dictionary<string, string>> ByAssembly = new(StringComparer.Ordinal);

    /// <summary>The summary of a class.</summary>
    public static string? SummaryOf(Type type) => Find(type.Assembly, $"T:{type.FullName}");

    /// <summary>The summary of a property.</summary>
    public static string? SummaryOf(PropertyInfo property) => Find(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}");

    private static string? Find(Assembly assembly, string id)
    {
        if (!ByAssembly.TryGetValue(assembly.Location, out var summaries))
        {
            ByAssembly[assembly.Location] = summaries = Read(Path.ChangeExtension(assembly.Location, ".xml"));
        }

        return summaries.GetValueOrDefault(id);
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return File.Exists(path)
                ? XDocument.Load(path).Descendants("member").Where(static member => member.Element("summary") is not null).ToDictionary(
                    static member => (string)member.Attribute("name")!, static member => Text(member.Element("summary")!), StringComparer.Ordinal)
                : [];
        }
        catch (Exception failure) when (failure is XmlException or IOException)
        {
            return [];
        }
    }

    // <see cref="T:A.B"/> and <c>x</c> become B and x.
    private static string Text(XElement summary)
    {
        foreach (var reference in summary.Descendants().Where(static element => element.IsEmpty).ToList())
        {
            var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? "";
            reference.ReplaceWith(target[(target.LastIndexOf('.') + 1)..]);
        }

        return Blanks().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
