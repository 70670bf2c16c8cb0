using FlumeSharp.Hdfs.Tests.Fakes;

namespace FlumeSharp.Hdfs.Tests.HdfsFileSystem;

internal sealed class NamespaceTests
{
    [Test]
    public async Task A_path_that_does_not_exist_has_no_status()
    {
        await using var cluster = new FakeCluster();

        (await cluster.Files.GetStatusAsync("/nothing")).Should().BeNull();
        (await cluster.Files.DeleteAsync("/nothing", recursive: false)).Should().BeFalse();
        cluster.Namenode.Calls.Should().OnlyContain(static call => call.User == "flume");
    }

    [Test]
    public async Task Status_and_listing_tell_what_the_namenode_knows()
    {
        await using var cluster = new FakeCluster();
        for (var i = 0; i < 8; i++)
            await (await cluster.Files.CreateAsync($"/dir/f{i}")).CloseAsync();

        var names = new List<string>();
        await foreach (var status in cluster.Files.ListAsync("/dir/"))
            names.Add(status.Path);

        names.Should().Equal(Enumerable.Range(0, 8).Select(static i => $"/dir/f{i}"));
        var one = await cluster.Files.GetStatusAsync("/dir/f0");
        one.Should().Be(new FileStatus(
            "/dir/f0", false, 0, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000), new FilePermission(0b110_100_100), "flume", "users", 1, 1 << 20));
    }

    [Test]
    public async Task Rename_says_no_when_the_target_exists_or_the_source_does_not()
    {
        await using var cluster = new FakeCluster();
        await (await cluster.Files.CreateAsync("/a")).CloseAsync();
        await (await cluster.Files.CreateAsync("/b")).CloseAsync();

        (await cluster.Files.RenameAsync("/a", "/b")).Should().BeFalse();
        (await cluster.Files.RenameAsync("/none", "/c")).Should().BeFalse();
        (await cluster.Files.RenameAsync("/a", "/c")).Should().BeTrue();
        cluster.Namenode.Files.Keys.Should().BeEquivalentTo("/b", "/c");
    }

    [Test]
    public async Task Create_refuses_a_file_that_exists_unless_told_to_replace_it()
    {
        await using var cluster = new FakeCluster();
        await (await cluster.Files.CreateAsync("/a")).CloseAsync();

        await cluster.Files.Awaiting(static files => files.CreateAsync("/a").AsTask()).Should().ThrowAsync<PathExistsException>();
        await (await cluster.Files.CreateAsync("/a", new CreateOptions { Overwrite = true })).CloseAsync();
    }

    [TestCase("relative")]
    [TestCase("")]
    [TestCase("/a/../b")]
    public async Task Paths_the_namenode_would_refuse_are_refused_here(string path)
    {
        await using var cluster = new FakeCluster();

        await cluster.Files.Awaiting(files => files.GetStatusAsync(path).AsTask()).Should().ThrowAsync<ArgumentException>();
        cluster.Namenode.Calls.Should().BeEmpty();
    }

    [Test]
    public async Task A_hundred_calls_at_once_share_one_connection()
    {
        await using var cluster = new FakeCluster();
        await (await cluster.Files.CreateAsync("/a")).CloseAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => cluster.Files.GetStatusAsync(i % 2 == 0 ? "/a" : "/b").AsTask()));

        statuses.Count(static status => status is not null).Should().Be(50);
        cluster.Namenode.Connections.Should().Be(1);
    }
}
