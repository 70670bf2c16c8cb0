namespace FlumeSharp.Runtime;

/// <summary>How long something is waited for that was told to end at once. Code that ignores that must not keep the process.</summary>
internal static class Patience
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Waits until something has ended, however it did.</summary>
    /// <param name="work">What is to end.</param>
    /// <param name="time">The clock.</param>
    /// <param name="hurry">When it was told to end at once.</param>
    /// <returns>False when it still goes on a while after <paramref name="hurry"/> was cancelled.</returns>
    public static async Task<bool> EndedAsync(Task work, TimeProvider time, CancellationToken hurry)
    {
        await work.WaitAsync(hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
        {
            await work.WaitAsync(Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return work.IsCompleted;
    }
}
