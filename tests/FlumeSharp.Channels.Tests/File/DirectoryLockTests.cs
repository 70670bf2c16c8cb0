using FlumeSharp.Channels.File.Storage;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

/// <summary>What a lock leaves behind.</summary>
public sealed class DirectoryLockTests
{
    [Test]
    public void A_lock_whose_owner_cannot_be_written_is_not_held()
    {
        using var temp = new TempFolder();
        var owner = Directory.CreateDirectory(temp.File(DirectoryLock.OwnerName));

        FluentActions.Invoking(() => DirectoryLock.Take(temp.Path, "c1")).Should().Throw<UnauthorizedAccessException>();
        owner.Delete();

        using var held = DirectoryLock.Take(temp.Path, "c1");
        FluentActions.Invoking(() => DirectoryLock.Take(temp.Path, "c2")).Should().Throw<ChannelException>().WithMessage("*already locked by process*");
    }
}
