using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Taildir;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PositionFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string FilePath => _folder.File("pos.json");

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Is_written_as_Gson_writes_it()
    {
        PositionFile.Format([new(12, 34, "/a.log"), new(-1, 0, "/<>&='\"\\\t\n\u0001\u2028ž")]).Should().Equal(Encoding.UTF8.GetBytes(
            """[{"inode":12,"pos":34,"file":"/a.log"},{"inode":-1,"pos":0,"file":"/\u003c\u003e\u0026\u003d\u0027\"\\\t\n\u0001\u2028ž"}]"""));
        PositionFile.Format([]).Should().Equal("[]"u8.ToArray());
    }

    [Test]
    public void Is_read_as_it_was_written()
    {
        PositionEntry[] entries = [new(12, 5L << 40, "/a\n\"<.log"), new(long.MinValue, 0, "/ž")];
        new PositionFile(FilePath).Save(entries);

        new PositionFile(FilePath).Load(out var damage).Should().Equal(entries);
        damage.Should().BeNull();
        Directory.GetFiles(_folder.Path).Should().Equal(FilePath);
    }

    [TestCase("")]
    [TestCase(" \n")]
    [TestCase("[]")]
    [TestCase(null)]
    public void May_be_empty_or_missing(string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(FilePath, text);
        }

        new PositionFile(FilePath).Load(out var damage).Should().BeEmpty();
        damage.Should().BeNull();
    }

    [TestCase("""[{"inode":1,"pos":2,"file":"/a"},{"inode":3,"po""", 1)]
    [TestCase("""[{"inode":1,"pos":2,"file":"/a"}""", 1)]
    [TestCase("not json", 0)]
    public void Entries_before_a_damage_are_kept(string text, int count)
    {
        File.WriteAllText(FilePath, text);

        new PositionFile(FilePath).Load(out var damage).Should().HaveCount(count);
        damage.Should().BeAssignableTo<JsonException>();
    }

    [Test]
    public void Bytes_that_are_no_text_are_a_damage()
    {
        File.WriteAllBytes(FilePath, [.. """[{"inode":1,"pos":2,"file":"/"""u8, 0xFF, .. "\"}]"u8]);

        new PositionFile(FilePath).Load(out var damage).Should().BeEmpty();
        damage.Should().NotBeNull();
    }

    [TestCase("""{"inode":1}""")]
    [TestCase("""[1]""")]
    [TestCase("""[{"inode":1,"pos":2}]""")]
    [TestCase("""[{"inode":1,"pos":-2,"file":"/a"}]""")]
    [TestCase("12")]
    public void Something_else_is_refused_and_left_alone(string text)
    {
        File.WriteAllText(FilePath, text);

        FluentActions.Invoking(() => new PositionFile(FilePath).Load(out _)).Should().Throw<FlumeException>().WithMessage("*does not hold positions*");
        File.ReadAllText(FilePath).Should().Be(text);
    }

    [Test]
    public void Members_of_a_later_version_are_passed_over()
    {
        File.WriteAllText(FilePath, """[{"more":{"a":[1]},"inode":"1","pos":2,"file":"/a"}]""");

        new PositionFile(FilePath).Load(out _).Should().Equal(new PositionEntry(1, 2, "/a"));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    public void A_link_to_it_stays_a_link_and_its_permissions_stay()
    {
        File.WriteAllText(_folder.File("real.json"), "[]");
        File.SetUnixFileMode(_folder.File("real.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(FilePath, _folder.File("real.json"));

        new PositionFile(FilePath).Save([new(1, 2, "/a")]);

        new FileInfo(FilePath).LinkTarget.Should().NotBeNull();
        File.ReadAllText(_folder.File("real.json")).Should().Contain("/a");
        File.GetUnixFileMode(_folder.File("real.json")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    [Test]
    public void It_and_its_successor_are_told_from_logs()
    {
        var file = new PositionFile(FilePath);

        file.IsSelf(FilePath).Should().BeTrue();
        file.IsSelf(FilePath + ".tmp").Should().BeTrue();
        file.IsSelf(FilePath + ".log").Should().BeFalse();
    }
}
