using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>What can be said of the scripts and container files without running containers.</summary>
[Category("Integration")]
public sealed class ScriptFilesTests
{
    private static readonly Dictionary<string, string?> Empty = [];

    [TestCaseSource(typeof(GuideFiles), nameof(GuideFiles.Scripts))]
    public async Task A_script_may_be_executed_and_is_valid_bash(string script)
    {
        (await Script.BashAsync($"[ -x '{GuideFiles.Path(script)}' ] && bash -n '{GuideFiles.Path(script)}'", Empty)).ShouldEndWith(0).Errors.Should().BeEmpty();
    }

    [TestCaseSource(typeof(GuideFiles), nameof(GuideFiles.Scripts))]
    public async Task Shellcheck_finds_nothing_in_a_script(string script)
    {
        Script.Require("shellcheck", "shellcheck");

        (await Script.RunAsync("shellcheck", ["-x", GuideFiles.Path(script)], Empty)).ShouldEndWith(0).Output.Should().BeEmpty();
    }

    [Test]
    public async Task Starting_the_cluster_without_docker_says_what_is_missing()
    {
        using var folder = new TempFolder();
        foreach (var tool in new[] { "dirname", "readlink", "bash" })
            File.CreateSymbolicLink(folder.File(tool), "/usr/bin/" + tool);

        var run = await Script.RunAsync("/usr/bin/bash", [GuideFiles.Path("start-cluster.sh")], new Dictionary<string, string?> { ["PATH"] = folder.Path });

        run.ShouldEndWith(2).Errors.Should().Contain("needs Docker").And.Contain("conf/start-flume.sh");
    }

    [Test]
    public async Task Systemd_finds_nothing_wrong_with_the_service()
    {
        Script.Require("systemd-analyze", "systemd");
        using var folder = new TempFolder();
        var unit = await File.ReadAllTextAsync(GuideFiles.Path("conf", "flumesharp.service"));
        unit.Should().Contain("ExecStart=/opt/flumesharp/conf/start-flume.sh ");
        await File.WriteAllTextAsync(folder.File("flumesharp.service"), unit.Replace("=/opt/flumesharp/", $"={GuideFiles.Path()}/", StringComparison.Ordinal));

        var run = await Script.RunAsync("systemd-analyze", ["verify", folder.File("flumesharp.service")], Empty);

        run.ShouldEndWith(0).Errors.Should().BeEmpty("it ends with 0 although it finds unknown keys, and names them there");
    }

    [Test]
    public void The_containers_have_the_names_and_ports_of_the_guide()
    {
        var compose = File.ReadAllText(GuideFiles.Path("docker-compose.yml"));

        compose.Should().Contain("container_name: flume-agent").And.Contain("container_name: hadoop-master")
            .And.Contain("\"44444:44444\"").And.Contain("hdfs://hadoop-master:9000");
        File.ReadAllText(GuideFiles.Path("docker", "hadoop", "core-site.xml")).Should().Contain("hdfs://hadoop-master:9000");
        File.ReadAllText(GuideFiles.Path("Dockerfile")).Should().Contain("curl -f").And.Contain("http://localhost:44444");
    }
}
