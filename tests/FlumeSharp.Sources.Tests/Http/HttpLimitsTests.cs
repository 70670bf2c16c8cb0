using System.Buffers;
using FlumeSharp.Sources.Http;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Http;

/// <summary>What clients together may take of the process.</summary>
public sealed class HttpLimitsTests
{
    private const string Rest = "\"x\"}]";
    private const string Begin = "[{\"body\":";
    private const string Head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n";

    [Test]
    public async Task At_the_limit_the_connection_that_has_been_idle_for_longest_gives_way()
    {
        await using var source = await RunningHttpSource.StartAsync("maxConnections = 3");
        using var oldest = await RawClient.ConnectAsync(source.Source.Address!);
        using var used = await RawClient.ConnectAsync(source.Source.Address!);
        await used.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n[]");
        (await used.ReadAnswerAsync())!.Status.Should().Be(200);
        using var younger = await RawClient.ConnectAsync(source.Source.Address!);
        await Eventually.IsTrue(() => source.Counters.OpenConnections.Value is 3, "all three are counted");

        using var answer = await source.PostAsync("[]");

        ((int)answer.StatusCode).Should().Be(200);
        (await oldest.ReadAnswerAsync()).Should().BeNull("it was closed");
        await used.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n[]");
        (await used.ReadAnswerAsync())!.Status.Should().Be(200);
        await Eventually.IsTrue(() => source.Counters.OpenConnections.Value is 3, "the closed one is counted no more");
    }

    [Test]
    public async Task Connections_at_work_keep_their_place_and_the_new_one_is_refused()
    {
        await using var source = await RunningHttpSource.StartAsync("maxConnections = 2");
        using var first = await RawClient.ConnectAsync(source.Source.Address!);
        using var second = await RawClient.ConnectAsync(source.Source.Address!);
        await first.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await second.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        (await first.ReadAnswerAsync())!.Status.Should().Be(200);
        (await second.ReadAnswerAsync())!.Status.Should().Be(200);
        await BeAtWorkAsync(first);
        await BeAtWorkAsync(second);

        using var refused = await RawClient.ConnectAsync(source.Source.Address!);
        (await refused.ReadAnswerAsync()).Should().BeNull();
        await first.SendAsync(Begin + Rest);
        await second.SendAsync(Begin + Rest);

        (await first.ReadAnswerAsync())!.Status.Should().Be(200);
        (await second.ReadAnswerAsync())!.Status.Should().Be(200);
    }

    [Test]
    public async Task A_client_that_goes_away_while_it_waits_for_its_turn_is_counted()
    {
        await using var source = await RunningHttpSource.StartAsync("QueuedThreadPool.maxThreads = 1");
        using var working = await RawClient.ConnectAsync(source.Source.Address!);
        await BeAtWorkAsync(working);
        var waiting = await RawClient.ConnectAsync(source.Source.Address!);
        await waiting.SendAsync(Head + "\r\n" + Begin + Rest);
        await Eventually.IsTrue(() => source.Counters.OpenConnections.Value is 2, "it is there");

        waiting.Dispose();
        await Eventually.IsTrue(() => source.Counters.EventReadFail.Count is 1, "it is counted");
        await working.SendAsync(Begin + Rest);

        (await working.ReadAnswerAsync())!.Status.Should().Be(200);
        using var answer = await source.PostAsync("[]");
        ((int)answer.StatusCode).Should().Be(200, "the turn was not lost");
    }

    [Test]
    public void Bodies_that_are_arriving_share_their_room_and_one_alone_always_has_some()
    {
        var room = new BodyRoom(100);
        long first = 0, second = 0;

        room.Grow(ref first, 150);
        var grow = () => room.Grow(ref second, 1);
        grow.Should().Throw<ServerBusyException>();
        room.Release(second);
        room.Release(first);
        first = second = 0;
        room.Grow(ref first, 50);
        room.Grow(ref second, 50);

        (first, second).Should().Be((50, 50));
    }

    [Test]
    public void Blocks_are_small_once_very_many_large_ones_are_out_and_large_again_afterwards()
    {
        using var pool = new LargeBlockPool();
        var rented = new List<IMemoryOwner<byte>>();
        for (var i = 0; i < 5000; i++)
        {
            rented.Add(pool.Rent());
        }

        rented.Sum(static block => (long)block.Memory.Length).Should().BeLessThan(100 << 20);
        rented[^1].Memory.Length.Should().Be(LargeBlockPool.SmallSize);
        rented.ForEach(static block => block.Dispose());
        using var again = pool.Rent();
        again.Memory.Length.Should().Be(LargeBlockPool.LargeSize);
    }

    // The server asks for the body when the request is at work.
    private static async Task BeAtWorkAsync(RawClient client)
    {
        await client.SendAsync(Head + "Expect: 100-continue\r\n\r\n");
        (await client.ReadLineAsync()).Should().Contain("100 Continue");
        (await client.ReadLineAsync()).Should().BeEmpty();
    }
}
