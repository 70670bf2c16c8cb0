using FlumeSharp.Components;

namespace FlumeSharp.Configuration;

/// <summary>
/// The type names Flume's validation knows: an alias, or the class of an alias, in any letter case. Components of any other type may name a
/// Java configuration class in their <c>config</c> property.
/// </summary>
/// <remarks>Source: the enumerations of flume-ng-configuration 1.11. What can really run is the registry's business.</remarks>
internal static class FlumeTypeNames
{
    /// <summary>Flume's own word for "any other class", which passes for an alias.</summary>
    public const string Other = "other";

    private const string Package = "org.apache.flume.";

    private static readonly Dictionary<ComponentKind, (HashSet<string> Aliases, HashSet<string> Names)> _known = new()
    {
        [ComponentKind.Source] = Known(
            "seq=source.SequenceGeneratorSource netcat=source.NetcatSource netcatudp=source.NetcatUdpSource exec=source.ExecSource " +
            "avro=source.AvroSource thrift=source.ThriftSource http=source.http.HTTPSource syslogtcp=source.SyslogTcpSource " +
            "syslogudp=source.SyslogUDPSource multiport_syslogtcp=source.MultiportSyslogTCPSource spooldir=source.SpoolDirectorySource " +
            "taildir=source.taildir.TaildirSource jms=source.jms.JMSSource embedded=agent.embedded.EmbeddedSource"),
        [ComponentKind.Channel] = Known(
            "memory=channel.MemoryChannel file=channel.file.FileChannel jdbc=channel.jdbc.JdbcChannel " +
            "spillablememory=channel.SpillableMemoryChannel"),
        [ComponentKind.Sink] = Known(
            "null=sink.NullSink logger=sink.LoggerSink file_roll=sink.RollingFileSink avro=sink.AvroSink thrift=sink.ThriftSink " +
            "hdfs=sink.hdfs.HDFSEventSink http=sink.http.HttpSink irc=sink.irc.IRCSink hive=sink.hive.HiveSink hbase=sink.hbase.HBaseSink " +
            "asynchbase=sink.hbase.AsyncHBaseSink hbase2=sink.hbase2.HBase2Sink morphline_solr=sink.solr.morphline.MorphlineSolrSink " +
            "elasticsearch=sink.elasticsearch.ElasticSearchSink"),
        [ComponentKind.Selector] = Known(
            "replicating=channel.ReplicatingChannelSelector multiplexing=channel.MultiplexingChannelSelector " +
            "load_balancing=channel.LoadBalancingChannelSelector"),
    };

    /// <summary>True for an alias or the class of one.</summary>
    public static bool IsKnown(ComponentKind kind, string? type) => type is not null && _known[kind].Names.Contains(type);

    /// <summary>True for an alias.</summary>
    public static bool IsAlias(ComponentKind kind, string name) => _known[kind].Aliases.Contains(name);

    private static (HashSet<string> Aliases, HashSet<string> Names) Known(string table)
    {
        var aliases = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Other };
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Other };
        foreach (var row in table.Split(' '))
        {
            var (alias, javaClass) = row.Split('=') is [var left, var right] ? (left, right) : (row, "");
            aliases.Add(alias);
            names.Add(alias);
            names.Add(Package + javaClass);
        }

        return (aliases, names);
    }
}
