using FlumeSharp.Channels.File.JavaLogs;

namespace FlumeSharp.Channels.Tests.File.Java;

/// <summary>Directories that Java Flume 1.11 wrote. Each gives exactly the events that Flume itself gave out.</summary>
public sealed class GoldenTests
{
    private static readonly string[] Sound =
    [
        "capacity-changed", "clean-empty", "clean-inflight", "clean-rollback", "clean-special", "dual", "dual-compressed-primary-bad",
        "dual-primary-deleted", "encrypted-clean", "encrypted-kill", "encrypted-later", "encrypted-rotated", "fast-replay",
        "fresh-start-stop", "integrity-tool-noop", "kill-checkpoint-deleted", "kill-cross-log-takes", "kill-inflight", "kill-many-logs",
        "kill-no-later-checkpoint", "kill-special", "kill-stale-checkpoint", "many-logs", "many-logs-deleted", "restart-twice",
        "truncated-frame", "two-data-dirs", "wrap-around",
    ];

    // Flume refuses these, or loses what stands behind the damage. We give every committed event but the damaged one.
    private static readonly TestCaseData[] Damaged =
    [
        new("corrupt-body-kill", 20, 7, ProblemKind.LostEvent, 645),
        new("corrupt-body-kill-nofsync", 20, 7, ProblemKind.LostEvent, 645),
        new("meta-empty", 20, -1, ProblemKind.DamagedMetadata, 0),
        new("meta-missing", 20, -1, ProblemKind.DamagedMetadata, 0),
        new("torn-over-filler", 15, -1, ProblemKind.TornTail, 1601),
        new("truncated-payload", 15, -1, ProblemKind.TornTail, 1601),
    ];

    [TestCaseSource(nameof(Sound))]
    public void A_sound_directory_gives_what_Flume_gave(string name)
    {
        using var golden = new GoldenChannel(name);

        var channel = golden.Open();
        var events = channel.ReadEvents().Select(static item => item is null ? "damaged" : GoldenChannel.Canonical(item)).ToList();

        var expected = golden.Expected.ToList();
        // Uncommitted takes come first, in Java in the order of a hash table: compare them as a set.
        var unordered = name switch { "clean-inflight" => 3, "kill-inflight" => 4, _ => 0 };
        events.Take(unordered).Should().BeEquivalentTo(expected.Take(unordered));
        events.Skip(unordered).Should().Equal(expected.Skip(unordered));
        channel.EventCount.Should().Be(expected.Count);
        channel.Problems.Select(static problem => problem.Kind).Should().Equal(Findings(name));
    }

    [TestCaseSource(nameof(Damaged))]
    public void A_damaged_directory_gives_all_but_the_damaged_event(string name, int committed, int damaged, ProblemKind kind, long offset)
    {
        using var golden = new GoldenChannel(name);

        var channel = golden.Open();
        var events = channel.ReadEvents().ToList();

        events.Select(static item => item is null ? null : GoldenChannel.Canonical(item))
            .Should().Equal(golden.Committed().Take(committed).Select((item, i) => i == damaged ? null : item));
        channel.Problems.Should().ContainSingle(static problem => problem.Kind != ProblemKind.Note).Which.Should().Match<JavaLogProblem>(problem => problem.Kind == kind && problem.Offset == offset && problem.File.Contains("log-1"));
    }

    [Test]
    public void Every_golden_directory_is_a_case() => Sound.Concat(Damaged.Select(static data => (string)data.Arguments[0]!)).Should().BeEquivalentTo(GoldenChannel.Names);

    private static ProblemKind[] Findings(string name) => name switch
    {
        "dual-compressed-primary-bad" => [ProblemKind.DamagedCheckpoint],
        "truncated-frame" => [ProblemKind.TornTail, ProblemKind.Note], // its transaction has lost its commit
        "clean-inflight" or "kill-inflight" => [ProblemKind.Note],
        _ => [],
    };
}
