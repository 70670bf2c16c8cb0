using System.Text.RegularExpressions;
using FlumeSharp.Agent.Commands;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Documents;

/// <summary>What the reference pages show as a configuration is one: it passes <c>validate --strict</c>.</summary>
public sealed partial class ExampleTests
{
    private static IEnumerable<TestCaseData> PagesOfComponents() => Component.Folders
        .Where(static folder => Directory.Exists(Path.Combine(Repository.Root, folder)))
        .SelectMany(Page.Below)
        .Select(static page => new TestCaseData(page));

    [TestCaseSource(nameof(PagesOfComponents))]
    public async Task Every_example_of_a_components_page_is_valid(object page)
    {
        var examples = ((Page)page).Configurations;

        examples.Should().NotBeEmpty("a page shows how its component is configured");
        foreach (var example in examples)
        {
            var run = await Validate(DefinesAnAgent(example) ? example : Frame.Around(example));
            run.Output.Should().MatchRegex(@"(?m)^0 errors, 0 warnings in 1 file; agent", example);
            run.ExitCode.Should().Be(ExitCodes.Ok);
        }
    }

    [Test]
    public async Task The_check_finds_what_is_wrong()
    {
        (await Validate(Frame.Text + "a1.sources.r1.batchSise = 1\n")).ExitCode.Should().Be(ExitCodes.Usage);
        (await Validate(Frame.Text.Replace("seq", "sequence", StringComparison.Ordinal))).ExitCode.Should().Be(ExitCodes.Usage);
    }

    private static bool DefinesAnAgent(string example) => Declaration().IsMatch(example);

    private static async Task<CommandRun> Validate(string configuration)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("example.conf"), configuration);
        return await CommandRun.Of("validate", "--strict", "-f", folder.File("example.conf"));
    }

    [GeneratedRegex(@"^\w[\w-]*\.sources *=.*^\w[\w-]*\.sinks *=", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Declaration();

    private static class Component
    {
        public static readonly string[] Folders =
            ["docs/reference/sources", "docs/reference/channels", "docs/reference/sinks", "docs/reference/interceptors", "docs/reference/selectors",
             "docs/reference/sink-processors", "docs/reference/serializers"];
    }
}
