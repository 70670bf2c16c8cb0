using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace FlumeSharp.Configuration;

public sealed class PropertiesConfigurationProviderTests
{
    private readonly string _file = Path.GetTempFileName();

    [TearDown]
    public void Delete() => File.Delete(_file);

    [Test]
    public void Properties_appear_under_their_agent_kind_and_component()
    {
        var configuration = Build("DIR = /data\na1.sinks = k1 k2\na1.sinks.k1.hdfs.path = ${DIR}/x \na1.sinks.k1.type = hdfs\nhome.dir = /y\n");

        configuration["flume:a1:sinks"].Should().Be("k1 k2");
        configuration["flume:a1:sinks:k1:hdfs.path"].Should().Be("/data/x");
        configuration.GetSection("flume:a1:sinks:k1").GetChildren().Select(child => child.Key).Should().Equal("hdfs.path", "type");
        configuration.GetSection("flume").GetChildren().Select(child => child.Key).Should().Equal("a1");
    }

    [Test]
    public void A_later_provider_overlays_values()
    {
        File.WriteAllText(_file, "a1.sinks.k1.type = hdfs\n");

        var configuration = new ConfigurationBuilder().AddFlumeProperties(_file)
            .AddInMemoryCollection([new("flume:a1:sinks:k1:type", "logger")]).Build();

        configuration["flume:a1:sinks:k1:type"].Should().Be("logger");
    }

    [Test]
    public void Loading_again_shows_new_values_and_tells_who_watches()
    {
        var configuration = Build("a1.sinks.k1.type = hdfs\n");
        var reloads = 0;
        using var watch = ChangeToken.OnChange(configuration.GetReloadToken, () => reloads++);

        File.WriteAllText(_file, "a1.sinks.k1.type = null\n");
        configuration.Reload();

        configuration["flume:a1:sinks:k1:type"].Should().Be("null");
        reloads.Should().BePositive();
    }

    [Test]
    public void Problems_are_kept_for_who_asks()
    {
        var provider = new PropertiesConfigurationProvider(["/nowhere.conf"], new ConfigurationEnvironment());

        provider.Load();

        provider.Problems.Should().ContainSingle().Which.Code.Should().Be(ProblemCodes.FileUnreadable);
    }

    private IConfigurationRoot Build(string text)
    {
        File.WriteAllText(_file, text);
        return new ConfigurationBuilder().AddFlumeProperties([_file], new ConfigurationEnvironment()).Build();
    }
}
