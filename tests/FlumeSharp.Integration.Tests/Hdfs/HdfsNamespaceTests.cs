using FlumeSharp.Hdfs;
using FlumeSharp.Integration.Tests.Servers;

namespace FlumeSharp.Integration.Tests.Hdfs;

/// <summary>Directories, names, permissions and refusals.</summary>
[Category("Integration")]
internal sealed class HdfsNamespaceTests
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
    public async Task A_directory_lists_more_entries_than_one_page_holds()
    {
        var names = Enumerable.Range(0, 1050).Select(static i => $"/names/many/d{i:0000}").ToList();
        await Task.WhenAll(names.Select(name => _files.MakeDirectoriesAsync(name).AsTask()));

        var listed = new List<string>();
        await foreach (var status in _files.ListAsync("/names/many"))
            listed.Add(status.Path);

        listed.Should().Equal(names);
    }

    [Test]
    public async Task Names_in_any_alphabet_survive()
    {
        string[] names = ["with space", "Ærø ✓ 日本", "percent%20", "semi;colon=1", "plus+and&"];
        foreach (var name in names)
            await HdfsData.WriteAsync(_files, $"/names/odd/{name}", HdfsData.Bytes(10));

        var listed = new List<string>();
        await foreach (var status in _files.ListAsync("/names/odd"))
            listed.Add(status.Path["/names/odd/".Length..]);

        listed.Should().BeEquivalentTo(names);
        (await _cluster.CatAsync("/names/odd/Ærø ✓ 日本")).Should().Equal(HdfsData.Bytes(10));
    }

    [Test]
    public async Task Rename_refuses_what_exists_and_what_does_not()
    {
        await HdfsData.WriteAsync(_files, "/names/rename/a", HdfsData.Bytes(1));
        await HdfsData.WriteAsync(_files, "/names/rename/b", HdfsData.Bytes(2));
        await _files.MakeDirectoriesAsync("/names/rename/dir");

        (await _files.RenameAsync("/names/rename/a", "/names/rename/b")).Should().BeFalse();
        (await _files.RenameAsync("/names/rename/a", "/names/rename/dir")).Should().BeFalse();
        (await _files.RenameAsync("/names/rename/none", "/names/rename/c")).Should().BeFalse();
        (await _files.RenameAsync("/names/rename/a", "/names/rename/missing/c")).Should().BeFalse();
        (await _files.RenameAsync("/names/rename/a", "/names/rename/c")).Should().BeTrue();
        (await _files.GetStatusAsync("/names/rename/c"))!.Length.Should().Be(1);
    }

    [Test]
    public async Task Delete_spares_a_full_directory_unless_told_otherwise()
    {
        await HdfsData.WriteAsync(_files, "/names/delete/f", HdfsData.Bytes(1));

        await _files.Awaiting(static f => f.DeleteAsync("/names/delete", recursive: false).AsTask()).Should().ThrowAsync<FileSystemException>();
        (await _files.DeleteAsync("/names/delete", recursive: true)).Should().BeTrue();
        (await _files.DeleteAsync("/names/delete", recursive: true)).Should().BeFalse();
    }

    [Test]
    public async Task Permissions_follow_the_umask_and_can_be_set()
    {
        await HdfsData.WriteAsync(_files, "/names/mode/f", HdfsData.Bytes(1));
        (await _files.GetStatusAsync("/names/mode/f"))!.Permission.ToString().Should().Be("rw-r--r--");
        (await _files.GetStatusAsync("/names/mode"))!.Permission.ToString().Should().Be("rwxr-xr-x");

        await _files.SetPermissionAsync("/names/mode/f", new FilePermission(0b110_000_000));

        (await _cluster.DfsAsync("-stat", "%A %u", "/names/mode/f")).Trim().Should().Be($"rw------- {Environment.UserName}");
    }

    [Test]
    public async Task A_user_without_permission_is_told_so()
    {
        await _files.MakeDirectoriesAsync("/names/closed");
        await using var bob = new HdfsFileSystem(_cluster.Uri, new FileSystemSettings { UserName = "bob" });

        var thrown = await bob.Awaiting(static f => f.CreateAsync("/names/closed/f").AsTask()).Should().ThrowAsync<AccessDeniedException>();

        thrown.Which.Message.Should().Contain("user=bob");
        thrown.Which.IsRetryable.Should().BeFalse();
    }

    [Test]
    public async Task A_path_below_a_file_is_refused()
    {
        await HdfsData.WriteAsync(_files, "/names/parent", HdfsData.Bytes(1));

        await _files.Awaiting(static f => f.CreateAsync("/names/parent/f").AsTask()).Should().ThrowAsync<ParentNotDirectoryException>();
        await _files.Awaiting(static f => f.OpenAsync("/names/none").AsTask()).Should().ThrowAsync<PathNotFoundException>();
    }

    [Test]
    public async Task A_used_up_quota_is_named()
    {
        await _files.MakeDirectoriesAsync("/names/quota");
        await _cluster.AdminAsync("-setQuota", "2", "/names/quota");
        await HdfsData.WriteAsync(_files, "/names/quota/f", HdfsData.Bytes(1));

        await _files.Awaiting(static f => f.CreateAsync("/names/quota/g").AsTask()).Should().ThrowAsync<QuotaExceededException>();
    }
}
