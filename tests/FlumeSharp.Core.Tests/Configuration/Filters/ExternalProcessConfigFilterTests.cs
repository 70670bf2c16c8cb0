using FlumeSharp.TestKit;

namespace FlumeSharp.Configuration.Filters;

[Platform("Linux,MacOsX")]
public sealed class ExternalProcessConfigFilterTests
{
    [TestCase("echo -n a", "${f['key']}", "a key")]
    [TestCase("printf one\\\\ntwo\\\\n", "${f['key']}", "one", "printed several lines")]
    [TestCase("true", "${f['key']}", "${f['key']}", "no value")]
    [TestCase("false", "${f['key']}", "${f['key']}", "exit code 1")]
    [TestCase("/nowhere/vault --get", "${f['key']}", "${f['key']}", "cannot be started")]
    [TestCase("cat - /nowhere", "${f['key']}", "${f['key']}", "exit code 1")]
    public void The_first_line_of_a_program_that_succeeds_is_the_value(string command, string value, string expected, string? problem = null)
    {
        var configuration = Parse($"command = {command}", value);

        configuration.Agents["a1"].Sinks[0].Properties["x"].Should().Be(expected);
        configuration.Problems.Should().HaveCount(problem is null ? 0 : 1);
        if (problem is not null)
            configuration.Problems[0].ToString().Should().Contain(problem);
    }

    [Test]
    public void The_output_has_the_encoding_that_is_given()
    {
        using var folder = new TempFolder();
        var script = Script(folder, "printf '\\344\\n'");

        Parse($"command = {script}\na1.configfilters.f.charset = ISO-8859-1", "${f[k]}").Agents["a1"].Sinks[0].Properties["x"].Should().Be("ä");
        Parse($"command = {script}\na1.configfilters.f.charset = klingon", "${f[k]}").Problems.Should().ContainSingle().Which.Message.Should().Contain("klingon");
    }

    [Test]
    public void A_program_runs_once_for_a_key_however_often_it_is_used()
    {
        using var folder = new TempFolder();
        var script = Script(folder, $"echo $1 >> {folder.File("calls")}; echo v");

        var configuration = Parse($"command = {script}", "${f[k]}${f['k']}${f[\"k\"]}${f[other]}");

        configuration.Agents["a1"].Sinks[0].Properties["x"].Should().Be("vvvv");
        File.ReadAllLines(folder.File("calls")).Should().Equal("k", "other");
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task A_program_that_does_not_end_is_ended_with_its_children(CancellationToken deadline)
    {
        using var folder = new TempFolder();
        var script = Script(folder, "sleep 300 & sleep 300");

        var configuration = await Task.Run(() => Parse($"command = {script}\na1.configfilters.f.timeout = 1", "${f[k]}"), deadline).WaitAsync(deadline);

        configuration.Problems.Should().ContainSingle().Which.Message.Should().Contain("did not end within 1 seconds");
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task A_child_that_keeps_the_output_open_does_not_hold_up_the_load(CancellationToken deadline)
    {
        using var folder = new TempFolder();
        var script = Script(folder, "echo v; sleep 4 &");

        var configuration = await Task.Run(() => Parse($"command = {script}\na1.configfilters.f.timeout = 1", "${f[k]}"), deadline).WaitAsync(deadline);

        configuration.Agents["a1"].Sinks[0].Properties["x"].Should().Be("v");
    }

    private static string Script(TempFolder folder, string lines)
    {
        var path = folder.File("vault.sh");
        File.WriteAllText(path, $"#!/bin/sh\n{lines}\n");
        return $"sh {path}";
    }

    private static FlumeConfiguration Parse(string filter, string value)
        => FlumeConfiguration.Parse(Samples.Complete + $"a1.configfilters = f\na1.configfilters.f.type = external\na1.configfilters.f.{filter}\na1.sinks.k1.x = {value}\n");
}
