using FlumeSharp.Components;

namespace FlumeSharp.Configuration;

/// <summary>One of the five words that may follow an agent's name: a list of components and the beginning of their keys.</summary>
/// <param name="Word">The word, such as <c>sources</c>.</param>
/// <param name="Kind">What the list names.</param>
/// <param name="Noun">One of them in a sentence, such as <c>sink group</c>.</param>
internal sealed record ComponentList(string Word, ComponentKind Kind, string Noun)
{
    public static readonly ComponentList Sources = new("sources", ComponentKind.Source, "source");
    public static readonly ComponentList Channels = new("channels", ComponentKind.Channel, "channel");
    public static readonly ComponentList Sinks = new("sinks", ComponentKind.Sink, "sink");
    public static readonly ComponentList SinkGroups = new("sinkgroups", ComponentKind.SinkGroup, "sink group");
    public static readonly ComponentList ConfigFilters = new("configfilters", ComponentKind.ConfigFilter, "configuration filter");

    public static readonly IReadOnlyList<ComponentList> All = [Sources, Channels, Sinks, SinkGroups, ConfigFilters];

    /// <summary>The noun with a capital, to begin a sentence.</summary>
    public string Title => char.ToUpperInvariant(Noun[0]) + Noun[1..];

    public static ComponentList? Find(string word) => All.FirstOrDefault(list => string.Equals(list.Word, word, StringComparison.Ordinal));

    /// <summary>The names in a list's value: only sink groups are separated by spaces alone.</summary>
    public List<string> Split(string? value) => this == SinkGroups ? JavaText.SplitAtSpaces(value) : JavaText.SplitNames(value);
}
