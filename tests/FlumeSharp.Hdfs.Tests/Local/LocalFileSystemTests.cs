using System.Text;
using FlumeSharp.Hdfs.Local;

namespace FlumeSharp.Hdfs.Tests.Local;

public sealed class LocalFileSystemTests
{
    private readonly LocalFileSystem _files = new();
    private string _root = "";

    [SetUp]
    public void MakeFolder() => _root = Directory.CreateTempSubdirectory("flumesharp-local-").FullName;

    [TearDown]
    public async Task RemoveFolder()
    {
        await _files.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private string At(string name) => _root + "/" + name;

    private async Task Write(string name, string text)
    {
        await using var output = await _files.CreateAsync(At(name));
        await output.WriteAsync(Encoding.UTF8.GetBytes(text));
        await output.CloseAsync();
    }

    [Test]
    public async Task Creating_makes_the_parents_and_closing_completes_the_file()
    {
        await Write("a/b/größe 日本/c.txt", "hello");

        (await File.ReadAllTextAsync(At("a/b/größe 日本/c.txt"))).Should().Be("hello");
    }

    [Test]
    public async Task An_existing_file_is_replaced_only_when_asked()
    {
        await Write("x", "a long first version");

        var again = async () => await _files.CreateAsync(At("x"));
        (await again.Should().ThrowAsync<FileSystemException>()).Which.Message.Should().Contain("exists already").And.Contain(At("x"));
        await using (var output = await _files.CreateAsync(At("x"), new CreateOptions { Overwrite = true }))
        {
            await output.WriteAsync("new"u8.ToArray());
            await output.CloseAsync();
        }

        (await File.ReadAllTextAsync(At("x"))).Should().Be("new");
    }

    [Test]
    public async Task Flushed_bytes_are_visible_before_the_file_is_closed()
    {
        await using var output = await _files.CreateAsync(At("x"));
        await output.WriteAsync("seen"u8.ToArray());
        await output.FlushAsync();
        await output.WriteAsync("not yet"u8.ToArray());

        await using var reader = await _files.OpenAsync(At("x"));
        using var text = new StreamReader(reader);
        (await text.ReadToEndAsync()).Should().Be("seen");
        output.Position.Should().Be(11);
    }

    [Test]
    public async Task Appending_continues_where_the_file_ended()
    {
        await Write("x", "one");

        await using (var output = await _files.AppendAsync(At("x")))
        {
            output.Position.Should().Be(3);
            await output.WriteAsync("two"u8.ToArray());
            await output.SyncAsync();
            await output.CloseAsync();
        }

        (await File.ReadAllTextAsync(At("x"))).Should().Be("onetwo");
    }

    [Test]
    public async Task Writes_of_any_size_arrive_in_order()
    {
        var random = new Random(7);
        using var expected = new MemoryStream();

        await using (var output = await _files.CreateAsync(At("x")))
        {
            for (var i = 0; i < 60; i++)
            {
                var bytes = new byte[random.Next(0, (i % 3) switch { 0 => 300, 1 => 70_000, _ => 200_000 })];
                random.NextBytes(bytes);
                await output.WriteAsync(bytes);
                expected.Write(bytes);
                Array.Clear(bytes);
                output.Position.Should().Be(expected.Length);
            }
            await output.CloseAsync();
            await output.CloseAsync();
        }

        (await File.ReadAllBytesAsync(At("x"))).Should().Equal(expected.ToArray());
    }

    [Test]
    public async Task Small_writes_allocate_nothing()
    {
        await using var output = await _files.CreateAsync(At("x"));
        var bytes = new byte[100];
        await output.WriteAsync(bytes);

        // They fit into the buffer, so every write completes at once and on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
            await output.WriteAsync(bytes);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Test]
    public async Task Disposing_without_closing_keeps_only_what_was_flushed()
    {
        await using (var output = await _files.CreateAsync(At("x")))
        {
            await output.WriteAsync("kept"u8.ToArray());
            await output.FlushAsync();
            await output.WriteAsync("lost"u8.ToArray());
        }

        (await File.ReadAllTextAsync(At("x"))).Should().Be("kept");
    }

    [Test]
    public async Task Renaming_moves_files_and_directories()
    {
        await Write("a/x", "1");
        await _files.MakeDirectoriesAsync(At("b"));

        (await _files.RenameAsync(At("a/x"), At("b/y"))).Should().BeTrue();
        (await _files.RenameAsync(At("b"), At("c"))).Should().BeTrue();

        File.Exists(At("c/y")).Should().BeTrue();
        Directory.Exists(At("b")).Should().BeFalse();
    }

    [Test]
    public async Task Renaming_never_replaces_and_says_so([Values] bool toDirectory)
    {
        await Write("a", "source");
        if (toDirectory)
            Directory.CreateDirectory(At("b"));
        else
            await Write("b", "target");

        (await _files.RenameAsync(At("a"), At("b"))).Should().BeFalse();
        (await _files.RenameAsync(At("a"), At("a"))).Should().BeFalse();
        (await _files.RenameAsync(At("missing"), At("c"))).Should().BeFalse();
        (await _files.RenameAsync(At("a"), At("no/parent"))).Should().BeFalse();

        (await File.ReadAllTextAsync(At("a"))).Should().Be("source");
        if (!toDirectory)
            (await File.ReadAllTextAsync(At("b"))).Should().Be("target");
    }

    [Test]
    public async Task The_ways_to_rename_without_renameat2_do_not_replace_either()
    {
        await Write("a", "source");
        await Write("b", "target");

        LocalRename.MoveByLink(At("a"), At("b")).Should().BeFalse();
        LocalRename.MovePortably(At("a"), At("b")).Should().BeFalse();
        LocalRename.MoveByLink(At("a"), At("c")).Should().BeTrue();
        LocalRename.MovePortably(At("c"), At("d")).Should().BeTrue();
        LocalRename.MovePortably(At("c"), At("e")).Should().BeFalse();

        Directory.GetFiles(_root).Should().BeEquivalentTo(At("b"), At("d"));
    }

    [Test]
    public async Task Of_many_renames_to_one_name_exactly_one_wins()
    {
        for (var i = 0; i < 8; i++)
            await Write("x" + i, "");

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _files.RenameAsync(At("x" + i), At("y")).AsTask()));

        results.Count(won => won).Should().Be(1);
    }

    [Test]
    public async Task A_directory_cannot_be_renamed_into_itself()
    {
        await _files.MakeDirectoriesAsync(At("a"));

        await _files.Awaiting(f => f.RenameAsync(At("a"), At("a/b")).AsTask()).Should().ThrowAsync<FileSystemException>();
    }

    [Test]
    public async Task Deleting_says_whether_there_was_something()
    {
        await Write("a/b/x", "1");

        (await _files.DeleteAsync(At("nothing"), recursive: true)).Should().BeFalse();
        await _files.Awaiting(f => f.DeleteAsync(At("a"), recursive: false).AsTask()).Should().ThrowAsync<FileSystemException>().WithMessage("*not empty*");
        (await _files.DeleteAsync(At("a/b/x"), recursive: false)).Should().BeTrue();
        (await _files.DeleteAsync(At("a/b"), recursive: false)).Should().BeTrue();
        await Write("a/c/x", "1");
        (await _files.DeleteAsync(At("a"), recursive: true)).Should().BeTrue();

        Directory.Exists(At("a")).Should().BeFalse();
        await _files.Awaiting(f => f.DeleteAsync("/", recursive: true).AsTask()).Should().ThrowAsync<FileSystemException>().WithMessage("*root*");
    }

    [Test]
    public async Task Deleting_a_link_leaves_its_target()
    {
        await Write("a/x", "1");
        Directory.CreateSymbolicLink(At("link"), At("a"));

        (await _files.DeleteAsync(At("link"), recursive: true)).Should().BeTrue();

        File.Exists(At("a/x")).Should().BeTrue();
        Path.Exists(At("link")).Should().BeFalse();
    }

    [Test]
    public async Task The_status_shows_size_time_permissions_and_owner()
    {
        await Write("x", "12345");
        await _files.SetPermissionAsync(At("x"), new FilePermission(0b110_100_000));
        File.SetLastWriteTimeUtc(At("x"), DateTime.UnixEpoch.AddSeconds(1_700_000_000));

        var file = await _files.GetStatusAsync(At("x"));
        var folder = await _files.GetStatusAsync(_root);

        file.Should().NotBeNull();
        file!.Path.Should().Be(At("x"));
        file.Length.Should().Be(5);
        file.IsDirectory.Should().BeFalse();
        file.Permission.ToString().Should().Be("rw-r-----");
        file.ModificationTime.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        file.Owner.Should().Be(Environment.UserName);
        file.Group.Should().NotBeEmpty();
        folder!.IsDirectory.Should().BeTrue();
        (await _files.GetStatusAsync(At("missing"))).Should().BeNull();
        (await _files.GetStatusAsync(At("x/below"))).Should().BeNull();
    }

    [Test]
    public async Task New_files_get_the_asked_permissions_within_the_umask()
    {
        await (await _files.CreateAsync(At("x"), new CreateOptions { Permission = new FilePermission(0b110_000_000) })).CloseAsync();
        await _files.MakeDirectoriesAsync(At("d"), new FilePermission(0b111_000_000));

        (await _files.GetStatusAsync(At("x")))!.Permission.ToString().Should().Be("rw-------");
        (await _files.GetStatusAsync(At("d")))!.Permission.ToString().Should().Be("rwx------");
    }

    [Test]
    public void A_number_without_a_name_stays_a_number() => LocalOwners.User(3_999_999_999).Should().Be("3999999999");

    [Test]
    public async Task Listing_gives_the_entries_by_name()
    {
        await Write("d/b", "1");
        await Write("d/a", "22");
        await _files.MakeDirectoriesAsync(At("d/c"));
        File.CreateSymbolicLink(At("d/dangling"), At("nowhere"));

        (await _files.ListAsync(At("d")).Select(s => s.Path).ToListAsync()).Should().Equal(At("d/a"), At("d/b"), At("d/c"));
        (await _files.ListAsync(At("d/a")).ToListAsync()).Should().ContainSingle().Which.Length.Should().Be(2);
        var missing = async () => await _files.ListAsync(At("missing")).ToListAsync();
        await missing.Should().ThrowAsync<FileSystemException>().WithMessage("*does not exist*");
    }

    [Test]
    public async Task A_full_disk_is_named_and_may_be_retried()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        await using var output = await _files.CreateAsync("/dev/full", new CreateOptions { Overwrite = true });
        await output.WriteAsync("x"u8.ToArray());

        var failure = (await output.Awaiting(o => o.FlushAsync().AsTask()).Should().ThrowAsync<FileSystemException>()).Which;

        failure.Message.Should().Contain("disk is full").And.Contain("/dev/full");
        failure.IsRetryable.Should().BeTrue();
        await output.Awaiting(o => o.CloseAsync().AsTask()).Should().ThrowAsync<FileSystemException>();
    }

    [Test]
    public async Task Refusals_say_why_and_are_not_retried()
    {
        await Write("x", "1");

        var below = (await _files.Awaiting(f => f.CreateAsync(At("x/y")).AsTask()).Should().ThrowAsync<FileSystemException>()).Which;
        var folder = (await _files.Awaiting(f => f.CreateAsync(_root).AsTask()).Should().ThrowAsync<FileSystemException>()).Which;
        var missing = (await _files.Awaiting(f => f.OpenAsync(At("no")).AsTask()).Should().ThrowAsync<FileSystemException>()).Which;
        var append = (await _files.Awaiting(f => f.AppendAsync(At("no")).AsTask()).Should().ThrowAsync<FileSystemException>()).Which;
        var longName = (await _files.Awaiting(f => f.CreateAsync(At(new string('n', 300))).AsTask()).Should().ThrowAsync<FileSystemException>()).Which;

        below.Should().BeOfType<ParentNotDirectoryException>().Which.Message.Should().Contain("a file of this name exists");
        folder.Should().BeOfType<PathExistsException>();
        missing.Should().BeOfType<PathNotFoundException>();
        append.Should().BeOfType<PathNotFoundException>();
        folder.Message.Should().Contain("directory");
        missing.Message.Should().Contain("does not exist");
        append.Message.Should().Contain("does not exist");
        longName.Message.Should().Contain("longer");
        new[] { below, folder, missing, append, longName }.Should().OnlyContain(e => !e.IsRetryable);
    }

    [Test]
    public async Task Missing_permission_names_the_user()
    {
        if (Environment.IsPrivilegedProcess)
            Assert.Ignore("The superuser is refused nothing.");
        await _files.MakeDirectoriesAsync(At("closed"), new FilePermission(0b101_000_000));

        var failure = (await _files.Awaiting(f => f.CreateAsync(At("closed/x")).AsTask()).Should().ThrowAsync<FileSystemException>()).Which;

        failure.Should().BeOfType<AccessDeniedException>();
        failure.Message.Should().Contain("no permission").And.Contain(Environment.UserName);
        failure.IsRetryable.Should().BeFalse();
    }

    [Test]
    public async Task Writing_after_the_end_is_refused()
    {
        var output = await _files.CreateAsync(At("x"));
        await output.CloseAsync();

        await output.Awaiting(o => o.WriteAsync(new byte[1]).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await output.DisposeAsync();
    }
}
