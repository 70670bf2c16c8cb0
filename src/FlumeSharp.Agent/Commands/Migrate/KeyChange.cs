namespace FlumeSharp.Agent.Commands.Migrate;

/// <summary>What becomes of an old key of a component.</summary>
/// <param name="Key">The old key, after the component's name.</param>
/// <param name="NewKey">The key that takes its place; null where there is none.</param>
/// <param name="Note">What a person has to know or do; without a new key the line stays, or becomes a comment.</param>
internal sealed record KeyChange(string Key, string? NewKey, string? Note = null)
{
    /// <summary>Makes the new value of the old one; null leaves it.</summary>
    public Func<string, string>? Value { get; init; }

    /// <summary>Nothing reads the key: its line becomes a comment.</summary>
    public bool IsDead { get; init; }

    /// <summary>Where both keys are set, Flume reads the old one.</summary>
    public bool OldOneWins { get; init; }

    /// <summary>The change applies only to components whose other keys say so.</summary>
    public Func<IReadOnlyDictionary<string, string>, bool>? When { get; init; }
}
