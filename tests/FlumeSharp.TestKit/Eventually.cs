using System.Diagnostics;

namespace FlumeSharp.TestKit;

/// <summary>Waits for conditions with a deadline, instead of sleeping.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(20);

    /// <summary>Waits until a condition holds, and fails the test when it never does.</summary>
    public static async Task IsTrue(Func<bool> condition, string what, TimeSpan? deadline = null)
    {
        await IsTrue(() => ValueTask.FromResult(condition()), what, deadline);
    }

    /// <summary>Waits until an asynchronous condition holds, and fails the test when it never does.</summary>
    public static async Task IsTrue(Func<ValueTask<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > limit)
            {
                Assert.Fail($"Not within {limit.TotalSeconds} s: {what}");
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
