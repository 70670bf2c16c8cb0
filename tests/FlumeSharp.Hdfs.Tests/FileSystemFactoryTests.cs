using FlumeSharp.Hdfs.Local;

namespace FlumeSharp.Hdfs.Tests;

public sealed class FileSystemFactoryTests
{
    [TestCase("file:///tmp/x")]
    [TestCase("file:/tmp/x")]
    [TestCase("FILE:///tmp/x")]
    [TestCase("file://localhost/tmp/x")]
    [TestCase("/tmp/x")]
    [TestCase("flume/events")]
    public async Task The_local_file_system_serves_file_URIs_and_by_default_those_without_a_scheme(string uri)
    {
        await using var factory = new FileSystemFactory();

        factory.Get(new Uri(uri, UriKind.RelativeOrAbsolute)).Should().BeOfType<LocalFileSystem>();
    }

    [Test]
    public async Task One_instance_serves_a_scheme_and_authority()
    {
        await using var factory = new FileSystemFactory();
        factory.Register("fake", (root, _) => new FakeFileSystem(root));

        var first = factory.Get(new Uri("fake://nn:9000/a"));

        factory.Get(new Uri("FAKE://NN:9000/b/c?x=1")).Should().BeSameAs(first);
        factory.Get(new Uri("fake://nn:9001/a")).Should().NotBeSameAs(first);
        first.Uri.Should().Be(new Uri("fake://nn:9000/"));
    }

    [TestCase("/flume/events", "fake://nn:9000/")]
    [TestCase("flume/events", "fake://nn:9000/")]
    [TestCase("fake:///flume", "fake://nn:9000/")]
    [TestCase("fake:/flume", "fake://nn:9000/")]
    [TestCase("fake://other/flume", "fake://other/")]
    public async Task What_a_URI_leaves_out_comes_from_the_default_file_system(string uri, string root)
    {
        var settings = new FileSystemSettings { Properties = new Dictionary<string, string> { ["fs.defaultFS"] = "fake://nn:9000" } };
        await using var factory = new FileSystemFactory(settings);
        factory.Register("fake", (root, _) => new FakeFileSystem(root));

        factory.Get(new Uri(uri, UriKind.RelativeOrAbsolute)).Uri.Should().Be(new Uri(root));
    }

    [Test]
    public async Task The_settings_reach_the_file_system()
    {
        var settings = new FileSystemSettings { UserName = "flume" };
        await using var factory = new FileSystemFactory(settings);
        FileSystemSettings? seen = null;
        factory.Register("fake", (root, given) =>
        {
            seen = given;
            return new FakeFileSystem(root);
        });

        factory.Get(new Uri("fake://nn/"));

        seen.Should().BeSameAs(settings);
    }

    [Test]
    public async Task An_unknown_scheme_names_the_known_ones()
    {
        await using var factory = new FileSystemFactory();
        factory.Register("abc", (root, _) => new FakeFileSystem(root));

        var get = () => factory.Get(new Uri("s3a://key:secret@bucket/x"));

        get.Should().Throw<FileSystemException>().Which.Message.Should().Contain("'s3a'").And.Contain("abc").And.Contain("file").And.NotContain("secret");
        factory.Schemes.Should().Contain("file").And.BeInAscendingOrder();
    }

    [TestCase("hdfs://bad host/x", "not a valid")]
    [TestCase("hdfs://nn:99999/x", "not a valid")]
    [TestCase("hdfs:x", "scheme://host/path")]
    [TestCase("file://tmp/x", "file:///tmp")]
    public async Task A_malformed_URI_says_what_is_wrong(string text, string hint)
    {
        await using var factory = new FileSystemFactory();
        factory.Register("hdfs", (root, _) => new FakeFileSystem(root));

        var get = () => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? factory.Get(uri) : throw new FileSystemException("not a valid URI for .NET");

        get.Should().Throw<FileSystemException>().WithMessage($"*{hint}*");
    }

    [Test]
    public async Task A_default_file_system_without_a_scheme_is_refused_by_its_key()
    {
        var settings = new FileSystemSettings { Properties = new Dictionary<string, string> { ["fs.defaultFS"] = "namenode" } };
        await using var factory = new FileSystemFactory(settings);

        factory.Invoking(f => f.Get(new Uri("/x", UriKind.RelativeOrAbsolute)))
            .Should().Throw<FileSystemException>().WithMessage("*'fs.defaultFS'*'namenode'*");
    }

    [Test]
    public async Task Disposing_the_factory_disposes_its_file_systems()
    {
        var factory = new FileSystemFactory();
        factory.Register("fake", (root, _) => new FakeFileSystem(root));
        var made = (FakeFileSystem)factory.Get(new Uri("fake://nn/"));

        await factory.DisposeAsync();

        made.Disposed.Should().BeTrue();
        factory.Invoking(f => f.Get(new Uri("fake://nn/"))).Should().Throw<ObjectDisposedException>();
    }

    [TestCase("hdfs://nn:8020/a b/%20/x?y#z", "hdfs://nn:8020/", "/a b/%20/x?y#z")]
    [TestCase("hdfs:///a//b/", "hdfs:///", "/a/b")]
    [TestCase("hdfs://nn", "hdfs://nn/", "/")]
    [TestCase("file:/a/./b/../c", "file:///", "/a/c")]
    [TestCase("file:///größe/日本", "file:///", "/größe/日本")]
    [TestCase("/../../etc", "", "/etc")]
    [TestCase("flume/events", "", "flume/events")]
    [TestCase("/a:b", "", "/a:b")]
    public void A_location_takes_the_path_literally(string text, string root, string path)
    {
        var location = FileSystemLocation.Parse(text);

        location.Root.Should().Be(new Uri(root, UriKind.RelativeOrAbsolute));
        location.Path.Should().Be(path);
    }

    [TestCase("file:///a%20b/gr%C3%B6%C3%9Fe", "/a b/größe")]
    [TestCase("file:///a%3Fb%23c", "/a?b#c")]
    [TestCase("file:///a b/日本", "/a b/日本")]
    public void A_location_made_from_a_URI_undoes_its_escapes(string uri, string path)
        => FileSystemLocation.FromUri(new Uri(uri)).Path.Should().Be(path);

    [TestCase("file:///a?b")]
    [TestCase("file:///a#b")]
    [TestCase("file:///a%00b")]
    public void A_URI_that_no_path_can_mean_is_refused(string uri)
        => FluentActions.Invoking(() => FileSystemLocation.FromUri(new Uri(uri))).Should().Throw<FileSystemException>();
}
