using System.Text;
using FlumeSharp.Hdfs;
using FlumeSharp.Integration.Tests.Servers;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Hdfs;

/// <summary>Files while they are open, abandoned, or appended to.</summary>
[Category("Integration")]
internal sealed class HdfsOpenFileTests
{
    private HdfsCluster _cluster = null!;
    private HdfsFileSystem _files = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cluster = await HdfsCluster.SharedAsync();
        _files = new HdfsFileSystem(_cluster.Uri, new FileSystemSettings());
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_files is not null)
            await _files.DisposeAsync();
    }

    [Test]
    public async Task What_was_flushed_is_visible_while_the_file_is_open()
    {
        await using var output = await _files.CreateAsync("/open/visible.log");
        await output.WriteAsync(Encoding.UTF8.GetBytes("first line\n"));
        await output.FlushAsync();

        (await _cluster.DfsAsync("-cat", "/open/visible.log")).Should().Be("first line\n");
        (await HdfsData.ReadAsync(_files, "/open/visible.log")).Should().Equal(Encoding.UTF8.GetBytes("first line\n"));

        await output.WriteAsync(Encoding.UTF8.GetBytes("second line\n"));
        await output.SyncAsync();
        output.CurrentReplicas.Should().Be(1);
        (await _files.IsFileClosedAsync("/open/visible.log")).Should().BeFalse();
        (await _cluster.DfsAsync("-cat", "/open/visible.log")).Should().Be("first line\nsecond line\n");
        await output.CloseAsync();
        (await _files.IsFileClosedAsync("/open/visible.log")).Should().BeTrue();
    }

    [Test]
    public async Task Flushes_at_every_place_in_a_chunk_leave_no_mark()
    {
        var bytes = HdfsData.Bytes(70_000);
        await using (var output = await _files.CreateAsync("/open/flushes.bin", new CreateOptions { BlockSize = 1 << 20 }))
        {
            var random = new Random(7);
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(random.Next(1, 900), bytes.Length - at);
                await output.WriteAsync(bytes.AsMemory(at, length));
                await output.FlushAsync();
                at += length;
            }
            await output.CloseAsync();
        }

        (await _cluster.CatAsync("/open/flushes.bin")).Should().Equal(bytes);
    }

    [Test]
    public async Task An_abandoned_file_settles_with_every_flushed_byte()
    {
        var bytes = HdfsData.Bytes(1_500_000);
        await using (var output = await _files.CreateAsync("/open/abandoned.bin", new CreateOptions { BlockSize = 1 << 20 }))
        {
            await HdfsData.WriteAsync(output, bytes);
            await output.FlushAsync();
            await output.WriteAsync(new byte[100]);
        }

        await RecoverAsync("/open/abandoned.bin");

        (await _cluster.CatAsync("/open/abandoned.bin")).Should().Equal(bytes);
    }

    [Test]
    public async Task Another_client_takes_over_the_file_of_a_dead_one()
    {
        await using (var dead = new HdfsFileSystem(_cluster.Uri, new FileSystemSettings()))
        {
            var output = await dead.CreateAsync("/open/taken.log");
            await output.WriteAsync(new byte[1234]);
            await output.FlushAsync();

            await _files.Awaiting(static f => f.AppendAsync("/open/taken.log").AsTask()).Should().ThrowAsync<LeaseException>();
        }

        await RecoverAsync("/open/taken.log");

        (await _files.GetStatusAsync("/open/taken.log"))!.Length.Should().Be(1234);
    }

    [Test]
    public async Task An_append_goes_on_where_the_file_ended([Values(0, 300, 512, 5000)] int before)
    {
        var path = $"/open/append-{before}.bin";
        var bytes = HdfsData.Bytes(before + 2000);
        await HdfsData.WriteAsync(_files, path, bytes.AsMemory(0, before));

        // The namenode may not have heard of the last replica yet; that is an error worth another try.
        FileOutputStream? opened = null;
        await Eventually.IsTrue(
            async () =>
            {
                try
                {
                    opened = await _files.AppendAsync(path);
                }
                catch (FileSystemException e) when (e.IsRetryable)
                {
                    // Not yet.
                }
                return opened is not null;
            },
            "the file is open for appending");
        await using (var output = opened!)
        {
            output.Position.Should().Be(before);
            await output.WriteAsync(bytes.AsMemory(before, 7));
            await output.FlushAsync();
            await output.WriteAsync(bytes.AsMemory(before + 7));
            await output.CloseAsync();
        }

        (await _cluster.CatAsync(path)).Should().Equal(bytes);
    }

    [Test]
    public async Task An_open_file_may_be_renamed()
    {
        await using var output = await _files.CreateAsync("/open/before.tmp", new CreateOptions { BlockSize = 1 << 20 });
        await output.WriteAsync(new byte[500_000]);
        await output.FlushAsync();

        (await _files.RenameAsync("/open/before.tmp", "/open/after")).Should().BeTrue();
        await output.WriteAsync(new byte[1_000_000]);
        await output.FlushAsync();
        await output.CloseAsync();

        (await _files.GetStatusAsync("/open/after"))!.Length.Should().Be(1_500_000);
    }

    private async Task RecoverAsync(string path)
    {
        if (await _files.RecoverLeaseAsync(path))
            return;
        await Eventually.IsTrue(async () => await _files.IsFileClosedAsync(path), "the lease is recovered", TimeSpan.FromSeconds(60));
    }
}
