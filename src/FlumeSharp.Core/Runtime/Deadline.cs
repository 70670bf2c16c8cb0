namespace FlumeSharp.Runtime;

/// <summary>A token that is cancelled when a time has passed or another token is cancelled.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timed;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan length, TimeProvider time, CancellationToken other)
    {
        _timed = new CancellationTokenSource(length > TimeSpan.Zero ? length : TimeSpan.Zero, time);
        if (length <= TimeSpan.Zero)
        {
            _timed.Cancel();
        }

        _either = CancellationTokenSource.CreateLinkedTokenSource(_timed.Token, other);
    }

    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _timed.Dispose();
    }
}
