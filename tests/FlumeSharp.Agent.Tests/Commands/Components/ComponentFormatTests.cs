using System.Text.Json;
using System.Text.RegularExpressions;
using FlumeSharp.Agent.Hosting;

namespace FlumeSharp.Agent.Commands.Components;

public sealed class ComponentFormatTests
{
    [Test]
    public async Task Json_has_every_type_with_its_keys()
    {
        using var json = JsonDocument.Parse((await CommandRun.Of("components", "--format", "json")).Output);

        var memory = json.RootElement.EnumerateArray().Single(static type => type.GetProperty("kind").GetString() == "channel" && type.GetProperty("type").GetString() == "memory");
        memory.GetProperty("javaClasses")[0].GetString().Should().Be("org.apache.flume.channel.MemoryChannel");
        var capacity = memory.GetProperty("keys").EnumerateArray().First();
        capacity.GetProperty("key").GetString().Should().Be("capacity");
        capacity.GetProperty("default").GetString().Should().Be("100");
        capacity.GetProperty("min").GetInt64().Should().Be(1);
        capacity.GetProperty("meaning").GetString().Should().Contain("events");
    }

    [Test]
    public async Task The_keys_of_a_shared_block_have_their_defaults()
    {
        using var json = JsonDocument.Parse((await CommandRun.Of("components", "http", "--format", "json")).Output);

        var keys = json.RootElement[0].GetProperty("keys").EnumerateArray().ToDictionary(static key => key.GetProperty("key").GetString()!);
        keys["ssl"].GetProperty("default").GetString().Should().Be("false");
        keys["ssl"].GetProperty("oldNames")[0].GetString().Should().Be("enableSSL");
        keys["keystore-password"].GetProperty("secret").GetBoolean().Should().BeTrue();
        keys["port"].GetProperty("required").GetBoolean().Should().BeTrue();
    }

    [Test]
    public async Task The_schema_matches_the_keys_of_a_configuration_and_describes_them()
    {
        using var schema = JsonDocument.Parse((await CommandRun.Of("components", "--format", "schema")).Output);

        var patterns = schema.RootElement.GetProperty("patternProperties").EnumerateObject().ToList();
        string? Describe(string key) => patterns.Where(pattern => Regex.IsMatch(key, pattern.Name)).Select(static pattern => pattern.Value.GetProperty("description").GetString()).FirstOrDefault();
        Describe("a1.sources").Should().NotBeNull();
        Describe("a1.channels.c1.capacity").Should().Contain("memory: ").And.Contain("file: ");
        Describe("a1.sinks.k1.hdfs.rollSize").Should().Contain("hdfs: ");
        Describe("a1.sources.r1.interceptors.i1.regex").Should().Contain("regex_filter: ");
        Describe("a1.sinks.k1.hadoop.dfs.replication").Should().Contain("Hadoop");
        Describe("a1.sinks.k1.hdfs.rolSize").Should().BeNull();
        patterns.Single(static pattern => pattern.Name == @"^[^.]+\.channels\.[^.]+\.type$").Value.GetProperty("examples").EnumerateArray().Select(static name => name.GetString()).Should().Contain(["file", "memory"]);
    }

    [TestCase("a1.channels.c1.capacity", "1000", true)]
    [TestCase("a1.channels.c1.capacity", " +1000 ", true)]
    [TestCase("a1.channels.c1.capacity", "${CAPACITY}", true)]
    [TestCase("a1.channels.c1.capacity", "1${ZEROS:-000}", true)]
    [TestCase("a1.channels.c1.capacity", "many", false)]
    [TestCase("a1.channels.c1.capacity", "1,000", false)]
    [TestCase("a1.sources.r1.ssl", "TRUE", true)]
    [TestCase("a1.sources.r1.ssl", "${TLS}", true)]
    [TestCase("a1.sources.r1.ssl", "yes", false)]
    [TestCase("a1.sinks.k1.hdfs.fileType", "SequenceFile", true)]
    [TestCase("a1.sinks.k1.hdfs.fileType", "datastream", true)]
    [TestCase("a1.sinks.k1.hdfs.fileType", "Parquet", false)]
    [TestCase("a1.sinks.k1.hdfs.path", "anything", true)]
    public async Task The_schema_knows_what_values_look_like(string key, string value, bool fits)
    {
        using var schema = JsonDocument.Parse((await CommandRun.Of("components", "--format", "schema")).Output);

        Fits(schema, key, value).Should().Be(fits);
    }

    [Test]
    public async Task The_schema_accepts_each_default_and_each_value_that_a_key_names()
    {
        using var schema = JsonDocument.Parse((await CommandRun.Of("components", "--format", "schema")).Output);
        foreach (var descriptor in KnownComponents.Load([], out _).All.Where(static type => KeyPath.Of(type.Kind) is not null))
        {
            foreach (var key in ComponentKeys.Of(descriptor).Where(static key => key is { Role: KeyRole.Option, IsDefaultInWords: false } && !key.Name.EndsWith('*')))
            {
                var path = KeyPath.Of(descriptor.Kind) + key.Name;
                new[] { key.Default }.Where(static value => value.Length > 0).Concat(key.Values).Where(value => !Fits(schema, path, value)).Should().BeEmpty(path);
            }
        }
    }

    [Test]
    public async Task The_schema_has_the_types_and_limits_of_numbers()
    {
        using var schema = JsonDocument.Parse((await CommandRun.Of("components", "--format", "schema")).Output);

        var port = schema.RootElement.GetProperty("patternProperties").GetProperty(@"^[^.]+\.sources\.[^.]+\.port$");
        port.GetProperty("type").EnumerateArray().Select(static type => type.GetString()).Should().Equal("string", "integer");
        (port.GetProperty("minimum").GetInt64(), port.GetProperty("maximum").GetInt64()).Should().Be((0, 65535));
    }

    [Test]
    public async Task Snippets_have_a_skeleton_of_each_type_and_each_key()
    {
        using var snippets = JsonDocument.Parse((await CommandRun.Of("components", "--format", "snippets")).Output);

        var skeleton = snippets.RootElement.GetProperty("sink hdfs");
        skeleton.GetProperty("prefix")[0].GetString().Should().Be("flume-sink-hdfs");
        skeleton.GetProperty("body").EnumerateArray().Select(static line => line.GetString()).Should().Equal(
            "${1:a1}.sinks.${2:name}.type = hdfs", "${1:a1}.sinks.${2:name}.channel = ${4:c1}", "${1:a1}.sinks.${2:name}.hdfs.path = ${5}");
        snippets.RootElement.GetProperty("source http: ssl").GetProperty("body")[0].GetString().Should().Be("ssl = ${1|true,false|}");
    }

    [Test]
    public async Task Words_are_sorted_and_each_there_once()
    {
        var words = (await CommandRun.Of("components", "--format", "words")).Output.TrimEnd().Split('\n');

        words.Should().Contain(["hdfs.rollSize", "memory", "capacity"]).And.BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Test]
    public async Task Markdown_is_the_section_of_the_reference_page()
    {
        var page = (await CommandRun.Of("components", "memory", "--format", "markdown")).Output;

        page.Should().StartWith("# memory\n").And.Contain("| key | type | default | meaning |\n|---|---|---|---|\n| `capacity` | number | `100` |");
    }

    private static bool Fits(JsonDocument schema, string key, string value) => schema.RootElement.GetProperty("patternProperties").EnumerateObject()
        .Where(pattern => Regex.IsMatch(key, pattern.Name))
        .All(pattern => !pattern.Value.TryGetProperty("pattern", out var form) || Regex.IsMatch(value, form.GetString()!, RegexOptions.ECMAScript));
}
