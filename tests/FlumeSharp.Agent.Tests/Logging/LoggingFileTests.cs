using FlumeSharp.Agent.Commands;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Agent.Logging;

public sealed class LoggingFileTests
{
    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Its_levels_and_outputs_count()
    {
        Write($$"""
            { "Serilog": { "MinimumLevel": { "Default": "Warning", "Override": { "Loud": "Debug" } },
              "WriteTo": [ { "Name": "File", "Args": { "path": "{{_folder.File("out.log")}}", "formatter": "FlumeSharp.Agent.Logging.LineFormatter, flumesharp" } } ] } }
            """);
        await using (var logging = AgentLogging.Create(Arguments()))
        {
            logging.Problem.Should().BeNull();
            logging.WritesToConsole.Should().BeFalse();
            logging.Factory.CreateLogger("Quiet").LogInformation("not said");
            logging.Factory.CreateLogger("Some.Quiet").LogWarning("said by {Who}", "r1");
            logging.Factory.CreateLogger("Loud").LogDebug("also said");
        }

        var lines = await File.ReadAllLinesAsync(_folder.File("out.log"));
        lines.Should().HaveCount(2);
        lines[0].Should().MatchRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} WARN  Quiet: said by r1$");
        lines[1].Should().EndWith("DEBUG Loud: also said");
    }

    [Test]
    public async Task The_root_logger_has_the_last_word_on_the_level()
    {
        Write("""{ "Serilog": { "MinimumLevel": "Error" } }""");

        await using var logging = AgentLogging.Create(Arguments("DEBUG,console"));

        logging.Factory.CreateLogger("Any").IsEnabled(LogLevel.Debug).Should().BeTrue();
    }

    [TestCase("{ \"Serilog\": ")]
    [TestCase("{ \"Serilog\": { \"MinimumLevel\": \"Loudest\" } }")]
    public async Task A_file_that_cannot_be_used_is_a_problem_and_not_the_end(string json)
    {
        Write(json);

        await using var logging = AgentLogging.Create(Arguments());

        logging.Problem.Should().Contain("logging.json");
        logging.WritesToConsole.Should().BeTrue();
    }

    [Test]
    public async Task The_shipped_file_changes_nothing_but_the_noise()
    {
        await using var logging = AgentLogging.Create(Arguments() with { ConfigurationFolder = Path.Combine(Repository.Root, "conf") });

        logging.Problem.Should().BeNull();
        logging.WritesToConsole.Should().BeTrue();
        logging.Factory.CreateLogger("Microsoft.Hosting.Lifetime").IsEnabled(LogLevel.Information).Should().BeFalse();
        logging.Factory.CreateLogger("Any").IsEnabled(LogLevel.Information).Should().BeTrue();
    }

    private void Write(string json) => File.WriteAllText(_folder.File("logging.json"), json);

    private AgentArguments Arguments(string? rootLogger = null) => new()
    {
        ConfigurationFolder = _folder.Path,
        SystemProperties = rootLogger is null ? [] : new Dictionary<string, string> { [RootLogger.PropertyName] = rootLogger },
    };
}
