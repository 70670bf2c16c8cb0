using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Migrate;

/// <summary>
/// The old keys of component types: those that our own components declare as aliases, and those of Flume's components that rename keys
/// without our having the component.
/// </summary>
internal sealed class OldKeys(ComponentRegistry registry)
{
    private const string Zookeeper = "the brokers cannot be looked up in ZooKeeper any more: name them in 'kafka.bootstrap.servers', and remove this key";

    // Kafka components have no alias. Since 1.7 they read Kafka's own names; after 1.11 only those.
    private static readonly Dictionary<(ComponentKind Kind, string Type), KeyChange[]> OfFlume = new()
    {
        [(ComponentKind.Source, "org.apache.flume.source.kafka.KafkaSource")] =
        [
            new("topic", "kafka.topics"),
            new("groupId", "kafka.consumer.group.id"),
            new("zookeeperConnect", null, Zookeeper),
            new("migrateZookeeperOffsets", null, "there are no offsets in ZooKeeper any more") { IsDead = true },
        ],
        [(ComponentKind.Sink, "org.apache.flume.sink.kafka.KafkaSink")] =
        [
            new("topic", "kafka.topic"),
            new("brokerList", "kafka.bootstrap.servers"),
            new("batchSize", "flumeBatchSize"),
            new("requiredAcks", "kafka.producer.acks"),
            new("serializer.class", null, "Flume has not read it since 1.7") { IsDead = true },
            new("key.serializer.class", null, "Flume has not read it since 1.7") { IsDead = true },
            new("metadata.broker.list", null, "nothing reads it; 'kafka.bootstrap.servers' names the brokers"),
            new("kafka.flumeBatchSize", null, "nothing reads it, the batch is 100 events; 'flumeBatchSize' is the key that was meant"),
        ],
        [(ComponentKind.Channel, "org.apache.flume.channel.kafka.KafkaChannel")] =
        [
            new("topic", "kafka.topic"),
            new("brokerList", "kafka.bootstrap.servers"),
            new("groupId", "kafka.consumer.group.id"),
            new("readSmallestOffset", "kafka.consumer.auto.offset.reset") { Value = static value => string.Equals(value.Trim(), "true", StringComparison.OrdinalIgnoreCase) ? "earliest" : "latest" },
            new("zookeeperConnect", null, Zookeeper),
            new("migrateZookeeperOffsets", null, "there are no offsets in ZooKeeper any more") { IsDead = true },
            new("pollTimeout", null, "nothing reads it; 'kafka.pollTimeout' is the key that was meant"),
        ],
        [(ComponentKind.Source, "spooldir")] =
        [
            new("bufferMaxLineLength", "deserializer.maxLineLength")
            {
                OldOneWins = true,
                When = static keys => !keys.TryGetValue("deserializer", out var type) || string.Equals(type.Trim(), "LINE", StringComparison.OrdinalIgnoreCase),
            },
        ],
    };

    private static readonly Dictionary<string, string> ClassOfAlias = new(StringComparer.OrdinalIgnoreCase)
    {
        ["org.apache.flume.source.SpoolDirectorySource"] = "spooldir",
        ["org.apache.flume.channel.jdbc.JdbcChannel"] = "jdbc",
    };

    private const string JdbcPrefix = "org.apache.flume.channel.jdbc.";

    /// <summary>The changes of a component's keys.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="type">Its type as written.</param>
    /// <param name="keys">Its keys and values.</param>
    public IEnumerable<KeyChange> Of(ComponentKind kind, string type, IReadOnlyDictionary<string, string> keys)
    {
        var name = ClassOfAlias.GetValueOrDefault(type, type);
        var known = OfFlume.FirstOrDefault(entry => entry.Key.Kind == kind && string.Equals(entry.Key.Type, name, StringComparison.OrdinalIgnoreCase)).Value ?? [];
        var jdbc = kind == ComponentKind.Channel && string.Equals(name, "jdbc", StringComparison.OrdinalIgnoreCase)
            ? keys.Keys.Where(static key => key.StartsWith(JdbcPrefix, StringComparison.Ordinal)).Select(static key => new KeyChange(key, key[JdbcPrefix.Length..]))
            : [];
        var ours = registry.Find(kind, type)?.Options is { } schema ? OfSchema(schema, "", keys) : [];
        return known.Where(change => change.When is null || change.When(keys)).Concat(jdbc).Concat(ours).DistinctBy(static change => change.Key);
    }

    private IEnumerable<KeyChange> OfSchema(OptionsSchema schema, string prefix, IReadOnlyDictionary<string, string> keys)
    {
        foreach (var option in schema.Options)
        {
            foreach (var alias in option.Attribute.Aliases)
            {
                yield return new(prefix + alias, prefix + option.Attribute.Key);
            }
        }

        foreach (var (_, attribute) in schema.Components)
        {
            if ((keys.GetValueOrDefault(prefix + attribute.Key)?.Trim() ?? attribute.Default) is { } type && registry.Find(attribute.Kind, type)?.Options is { } inner)
            {
                foreach (var change in OfSchema(inner, prefix + (attribute.Prefix ?? attribute.Key + "."), keys))
                {
                    yield return change;
                }
            }
        }
    }
}
