using FlumeSharp.Configuration.Sources;
using FlumeSharp.Configuration.ZooKeeper;

namespace FlumeSharp.Configuration;

public sealed class ZooKeeperAddressTests
{
    [TestCase("zk1:2182,zk2", "zk1:2182 zk2:2181", "")]
    [TestCase("zk1:2182, zk2:1/flume/prod/", "zk1:2182 zk2:1", "/flume/prod")]
    [TestCase("[::1]:2182,[fe80::1]/x", "::1:2182 fe80::1:2181", "/x")]
    public void Servers_ports_and_root_are_read(string text, string servers, string root)
    {
        var address = ZooKeeperAddress.TryParse(text)!;

        string.Join(' ', address.Servers.Select(server => $"{server.Host}:{server.Port}")).Should().Be(servers);
        address.Root.Should().Be(root);
    }

    [TestCase("/flume", "/prod/flume/a1")]
    [TestCase("base", "/prod/base/a1")]
    [TestCase("base/b/", "/prod/base/b/a1")]
    [TestCase("/", "/prod/a1")]
    public async Task The_node_is_below_the_base_path_with_its_first_slash_or_without(string basePath, string node)
    {
        await using var source = ConfigurationSources.Open(
            new ConfigurationSourceOptions { AgentName = "a1", ZooKeeper = "zk1/prod", ZooKeeperBasePath = basePath }, new ConfigurationEnvironment());

        source.Description.Should().EndWith($"node {node}");
    }

    [TestCase("")]
    [TestCase("/flume")]
    [TestCase("zk:0")]
    [TestCase("zk:port")]
    [TestCase(":2181")]
    public void What_names_no_server_is_no_address(string text) => ZooKeeperAddress.TryParse(text).Should().BeNull();
}
