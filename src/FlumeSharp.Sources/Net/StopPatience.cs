namespace FlumeSharp.Sources.Net;

// When a stopping source gives up on a channel that refuses: at the agent's word, and after a few seconds in any case.
internal sealed class StopPatience(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _giveUp = new();

    /// <summary>Cancelled when what is not delivered is lost.</summary>
    public CancellationToken GiveUp => _giveUp.Token;

    /// <summary>Runs a stop that ends soon: its token is cancelled when patience is at an end, together with <see cref="GiveUp"/>.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> stop, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Longest, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await using var giveUp = ended.Token.Register(_giveUp.Cancel).ConfigureAwait(false);
        await stop(ended.Token).ConfigureAwait(false);
    }

    public void Dispose() => _giveUp.Dispose();
}
