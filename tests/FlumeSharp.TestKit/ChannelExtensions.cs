using System.Text;
using FlumeSharp.Channels;

namespace FlumeSharp.TestKit;

/// <summary>Short ways to put and take text.</summary>
public static class ChannelExtensions
{
    /// <summary>Puts events with these bodies and commits.</summary>
    public static async Task PutAsync(this IChannel channel, params string[] bodies)
    {
        await using var transaction = channel.BeginTransaction();
        transaction.Put(Events(bodies));
        await transaction.CommitAsync();
    }

    /// <summary>Takes what is there, up to a number, and commits.</summary>
    public static async Task<List<string>> TakeAsync(this IChannel channel, int atMost = 100)
    {
        await using var transaction = channel.BeginTransaction();
        var bodies = await transaction.TakeBodiesAsync(atMost);
        await transaction.CommitAsync();
        return bodies;
    }

    /// <summary>Takes what is there, up to a number, without a commit.</summary>
    public static async Task<List<string>> TakeBodiesAsync(this IChannelTransaction transaction, int atMost = 100, CancellationToken cancellationToken = default)
    {
        var batch = new EventBatch();
        await transaction.TakeAsync(batch, atMost, cancellationToken);
        return [.. batch.Memory.ToArray().Select(Text)];
    }

    /// <summary>The body as text.</summary>
    public static string Text(this Event item) => Encoding.UTF8.GetString(item.Body.Span);

    /// <summary>Events with these bodies.</summary>
    public static Event[] Events(params IEnumerable<string> bodies) => [.. bodies.Select(static body => new Event(Encoding.UTF8.GetBytes(body)))];
}
