using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Agent.Commands;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Runtime;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Documents;

/// <summary>Each entry of the page of problems has an example, and <c>validate</c> finds in it what the entry explains.</summary>
public sealed partial class ProblemExampleTests
{
    // What only a start meets, such as a server that does not answer, has its tests where configurations are read.
    private static IEnumerable<TestCaseData> Entries() => ProblemGuide.All
        .Where(static entry => Block().Match(entry.Text) is not { Success: true } block || block.Groups["language"].Value != "sh" || block.Groups["text"].Value.StartsWith("flumesharp validate ", StringComparison.Ordinal))
        .Select(static entry => new TestCaseData(entry.Code).SetArgDisplayNames(entry.Code));

    [Test]
    public void Each_code_of_the_program_has_an_entry_with_an_example_and_no_other_has_one()
    {
        ProblemGuide.All.Select(static entry => entry.Code).Should().BeEquivalentTo(Codes());
        ProblemGuide.All.Where(static entry => !Block().IsMatch(entry.Text)).Select(static entry => entry.Code).Should().BeEmpty();
    }

    [Test]
    public void The_codes_are_found() => Codes().Should().Contain(["FS1001", OptionProblems.Missing, PlanProblems.UnknownAgent]).And.OnlyHaveUniqueItems();

    [TestCaseSource(nameof(Entries))]
    public async Task An_example_gives_the_code_it_explains(string code)
    {
        var entry = ProblemGuide.Find(code)!;
        entry.Text.Should().MatchRegex(@"^\*(Error|Warning|Info)").And.Contain("**Cure:**");
        var block = Block().Match(entry.Text);
        block.Success.Should().BeTrue("an entry has an example");

        using var folder = new TempFolder();
        var runs = block.Groups["language"].Value == "sh"
            ? [await Command(block.Groups["text"].Value, folder)]
            : new[] { await Validate(code, block.Groups["text"].Value, folder), await Validate(code, Frame.Around(block.Groups["text"].Value), folder) };

        runs.Select(static run => run.Output).Should().Contain(output => output.Contains($" {code}: ", StringComparison.Ordinal));
    }

    [Test]
    public async Task The_frame_of_the_examples_has_no_problem_itself()
    {
        using var folder = new TempFolder();

        (await Validate("", Frame.Text, folder)).Output.Should().StartWith("0 errors, 0 warnings");
    }

    // Constants, wherever they stand: a code that is only written into a message would not be found, and is not how it is done here.
    private static List<string> Codes() =>
    [
        .. new[] { typeof(FlumeConfiguration).Assembly, typeof(CommandLine).Assembly }
            .SelectMany(static assembly => assembly.GetTypes())
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(static field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(static field => (string)field.GetRawConstantValue()!)
            .Where(static value => CodePattern().IsMatch(value)),
    ];

    [GeneratedRegex(@"^FS\d{4}$")]
    private static partial Regex CodePattern();

    private static Task<CommandRun> Command(string line, TempFolder folder)
    {
        File.WriteAllText(folder.File("flume.conf"), Frame.Text);
        var words = line.Trim().Split(' ').Skip(1).Select(word => word.EndsWith(".conf", StringComparison.Ordinal) ? folder.File(word) : word);
        return CommandRun.Of([.. words]);
    }

    private static async Task<CommandRun> Validate(string code, string text, TempFolder folder)
    {
        await File.WriteAllTextAsync(folder.File("flume.conf"), text, code == "FS1009" ? Encoding.Unicode : new UTF8Encoding(false));
        return await CommandRun.Of("validate", folder.File("flume.conf"));
    }

    [GeneratedRegex(@"^```(?<language>properties|sh)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
