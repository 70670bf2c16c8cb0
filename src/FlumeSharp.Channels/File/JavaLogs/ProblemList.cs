namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>What was found to be wrong. Counts everything, keeps the first places.</summary>
internal sealed class ProblemList
{
    private const int Kept = 10_000;

    private readonly List<JavaLogProblem> _items = [];
    private readonly Dictionary<ProblemKind, long> _counts = [];

    /// <summary>The first problems, in the order they were found.</summary>
    public IReadOnlyList<JavaLogProblem> Items => _items;

    /// <summary>How many there are of a kind, those included that are not kept.</summary>
    public long Count(ProblemKind kind) => _counts.GetValueOrDefault(kind);

    /// <summary>Whether a part of a log could not be read; a torn tail is none.</summary>
    public bool HasDamagedLogs => Count(ProblemKind.DamagedRecord) + Count(ProblemKind.UnreadableRest) + Count(ProblemKind.DamagedMetadata) > 0;

    public void Add(JavaLogProblem problem)
    {
        _counts[problem.Kind] = Count(problem.Kind) + 1;
        if (_items.Count < Kept)
            _items.Add(problem);
    }
}
