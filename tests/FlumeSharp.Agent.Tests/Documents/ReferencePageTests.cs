using FlumeSharp.Agent.Commands;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Documents;

/// <summary>The tables of keys in the reference pages say what the code says.</summary>
public sealed class ReferencePageTests
{
    private static readonly string Reference = Path.Combine(Repository.Root, "docs", "reference");

    [Test]
    public async Task No_page_is_stale()
    {
        var run = await CommandRun.Of("docs", Reference, "--check");

        (run.Output + run.Error).Should().BeEmpty("eng/docs.sh brings the pages up to date");
        run.ExitCode.Should().Be(ExitCodes.Ok);
    }

    [Test]
    public async Task A_changed_table_is_found_and_made_again_and_the_text_around_it_stays()
    {
        using var folder = new TempFolder();
        Copy(folder);
        var page = folder.File("channels", "memory.md");
        var right = await File.ReadAllTextAsync(page);
        await File.WriteAllTextAsync(page, right.Replace("| `capacity` | number | `100` |", "| `capacity` | number | `99` |", StringComparison.Ordinal));

        var check = await CommandRun.Of("docs", folder.Path, "--check");
        var update = await CommandRun.Of("docs", folder.Path);

        check.Should().Be(new CommandRun(ExitCodes.Failure, $"{page} is stale; run eng/docs.sh\n", ""));
        update.Should().Be(new CommandRun(ExitCodes.Ok, $"{page} updated\n", ""));
        (await File.ReadAllTextAsync(page)).Should().Be(right);
    }

    [TestCase("# memory\n\n## Keys\nRequired: none.\n\n| key | type | default | meaning |\n|---|---|---|---|\n| `x` | a | b | c |\n\nText.\n", "Text.\n")]
    [TestCase("# memory\n\n| key | type | default | meaning |\n|---|---|---|---|\n| `x` | a | b | c |\n\nText.\n", "Text.\n")]
    [TestCase("# memory\n\n## Keys\nText.\n", "Text.\n")]
    [TestCase("# memory\n\n## Delivery\nText.\n", "## Delivery\nText.\n")]
    [TestCase("# memory", "")]
    public async Task A_page_written_by_hand_gets_its_section(string text, string end)
    {
        using var folder = new TempFolder();
        Copy(folder);
        await File.WriteAllTextAsync(folder.File("channels", "memory.md"), text);

        (await CommandRun.Of("docs", folder.Path)).ExitCode.Should().Be(ExitCodes.Ok);

        var page = await File.ReadAllTextAsync(folder.File("channels", "memory.md"));
        page.Should().StartWith("# memory").And.Contain("<!-- keys: channel memory ").And.Contain("| `capacity` | number | `100` |").And.NotContain("`x`").And.EndWith(end);
        (await CommandRun.Of("docs", folder.Path, "--check")).ExitCode.Should().Be(ExitCodes.Ok);
    }

    [Test]
    public async Task A_component_without_a_page_is_named_with_what_to_do()
    {
        using var folder = new TempFolder();
        Copy(folder);
        File.Delete(folder.File("channels", "memory.md"));

        var run = await CommandRun.Of("docs", folder.Path, "--check");

        run.ExitCode.Should().Be(ExitCodes.Failure);
        run.Error.Should().Contain("The channel 'memory' has no page: write ").And.Contain("memory.md, then run eng/docs.sh");
    }

    private static void Copy(TempFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(Reference, "*.md", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder.Path, Path.GetRelativePath(Reference, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
