namespace FlumeSharp.Configuration;

public sealed class ConfigurationEnvironmentTests
{
    [Test]
    public void The_process_gives_its_variables_and_what_Java_programs_expect()
    {
        var environment = ConfigurationEnvironment.FromProcess(TimeProvider.System, [new("user.name", "flume"), new("x", "1")]);

        environment.Variables.Should().ContainKey("PATH");
        environment.SystemProperties.Should().Contain("user.name", "flume").And.Contain("x", "1").And.ContainKeys("user.dir", "user.home", "java.io.tmpdir");
        environment.Platform.Keys.Should().BeEquivalentTo("version", "runtime", "vm", "os", "hardware", "locale");
    }
}
