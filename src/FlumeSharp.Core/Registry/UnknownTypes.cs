using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Serialization;

namespace FlumeSharp.Registry;

// Says why a type name leads nowhere: Flume has it and we do not yet, it is somebody's Java class, or it is misspelt.
internal static class UnknownTypes
{
    private static readonly Dictionary<ComponentKind, string[]> FlumeAliases = new()
    {
        [ComponentKind.Source] = ["seq", "netcat", "netcatudp", "exec", "avro", "thrift", "syslogtcp", "multiport_syslogtcp", "syslogudp", "spooldir", "http", "jms", "taildir", "embedded"],
        [ComponentKind.Channel] = ["memory", "file", "jdbc", "spillablememory"],
        [ComponentKind.Sink] = ["null", "logger", "file_roll", "hdfs", "irc", "avro", "thrift", "hive", "http", "hbase", "asynchbase", "hbase2", "elasticsearch", "morphline_solr"],
        [ComponentKind.SinkProcessor] = ["default", "failover", "load_balance"],
        [ComponentKind.Selector] = ["replicating", "multiplexing", "load_balancing"],
        [ComponentKind.Interceptor] = ["timestamp", "host", "static", "regex_filter", "regex_extractor", "remove_header", "search_replace"],
        [ComponentKind.ConfigFilter] = ["env", "external", "hadoop"],
        [ComponentKind.Serializer] = ["text", "header_and_text", "avro_event"],
    };

    // What does the same work here, where Flume's own is not going to come soon.
    private static readonly Dictionary<string, string> Instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jdbc"] = UseFile,
        ["org.apache.flume.channel.jdbc.JdbcChannel"] = UseFile,
        ["org.apache.flume.channel.PseudoTxnMemoryChannel"] =
            "use 'memory', which has its keys 'capacity' and 'keep-alive'; set 'transactionCapacity' to at most the capacity",
    };

    private const string UseFile = "use 'file', which keeps events over restarts too and needs no database: docs/reference/channels/file.md";

    public static (string Code, string Key, string Text, string Remedy) Describe(ComponentRegistry registry, ComponentKind kind, string name, string key, Type? contract = null)
    {
        var what = ComponentShape.NameOf(kind);
        if (TrailingComment.Remedy(name) is { } withoutComment)
        {
            return (OptionProblems.UnknownType, key, $"unknown {what} type '{name}'", withoutComment);
        }

        var have = string.Join(", ", registry.NamesOf(kind, contract).Order(StringComparer.Ordinal));
        if (registry.Find(kind, name) is not null)
        {
            return (OptionProblems.UnknownType, key, $"'{name}' is {ComponentShape.OneOf(kind)} of another sort: here it must implement {contract!.Name}", $"available: {have}");
        }

        if (name.StartsWith("org.apache.flume.", StringComparison.Ordinal)
            || ((contract is null || contract == typeof(IEventSerializer)) && FlumeAliases.TryGetValue(kind, out var aliases) && aliases.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            return (OptionProblems.NotYet, key, $"the {what} type '{name}' of Flume is not available in this version of FlumeSharp yet",
                kind == ComponentKind.Channel && Instead.TryGetValue(name, out var instead) ? instead : $"available now: {have}");
        }

        if (registry.OtherKindOf(kind, name) is { } other)
        {
            return (OptionProblems.UnknownType, key, $"'{name}' is {ComponentShape.OneOf(other)}, not {ComponentShape.OneOf(kind)}", $"available: {have}");
        }

        if (name.Split(',', 2) is [var type, var assembly] && type.Contains('.', StringComparison.Ordinal))
        {
            return DescribeClass(registry, kind, type.Trim(), assembly.Split(',')[0].Trim(), key, contract);
        }

        var near = registry.Suggest(kind, name, 3, contract);
        if (near.Count > 0)
        {
            return (OptionProblems.UnknownType, key, $"unknown {what} type '{name}'", DidYouMean(near));
        }

        var dot = name.LastIndexOf('.');
        if (dot < 0)
        {
            return (OptionProblems.UnknownType, key, $"unknown {what} type '{name}'", $"available: {have}");
        }

        return registry.ClassesIn(kind, name[..dot], contract) is { } classes
            ? (OptionProblems.UnknownType, key, $"no plug-in has {ComponentShape.OneOf(kind)} '{name}'", Closest(kind, name, classes))
            : (OptionProblems.UnknownType, key, $"'{name}' is a custom class, and Java classes cannot run here", "rebuild it as a FlumeSharp plug-in (docs/plugins.md) and put it into plugins.d");
    }

    // A .NET name with its assembly, as in 'Acme.Flume.CsvSink, Acme.Flume'.
    private static (string Code, string Key, string Text, string Remedy) DescribeClass(ComponentRegistry registry, ComponentKind kind, string type, string assembly, string key, Type? contract)
    {
        var what = ComponentShape.NameOf(kind);
        return registry.ClassesOf(kind, assembly, contract) is { } classes
            ? (OptionProblems.UnknownType, key, $"the assembly '{assembly}' has no {what} '{type}'", Closest(kind, $"{type}, {assembly}", classes))
            : (OptionProblems.UnknownType, key, $"no plug-in has the assembly '{assembly}' with the {what} '{type}'", "put the plug-in into plugins.d, or name its folder with --plugins-path; 'flumesharp components' lists what there is");
    }

    private static string Closest(ComponentKind kind, string name, IReadOnlyList<string> classes) =>
        Spelling.NearestOf(name, classes, 1) is [var near] ? DidYouMean([near])
        : classes.Count > 0 ? $"there are: {string.Join("; ", classes)}"
        : $"mark a public class with [Flume{kind}] (docs/plugins.md)";

    private static string DidYouMean(IEnumerable<string> names) => $"did you mean {string.Join(" or ", names.Select(static name => $"'{name}'"))}?";
}
