using System.Text;
using FlumeSharp.Channels.File;
using FlumeSharp.Channels.File.Import;
using FlumeSharp.Channels.File.JavaLogs;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.Tests.File.Java;

/// <summary>What the golden directories do not have.</summary>
public sealed class ReaderTests
{
    private readonly TempFolder _folder = new();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_body_that_looks_like_a_log_is_a_body_even_behind_damage()
    {
        using (var inner = new JavaLogBuilder(_folder.File("inner"), 1))
            inner.PutOne(7, "never delivered by itself"u8.ToArray());
        var look = System.IO.File.ReadAllBytes(_folder.File("inner", "log-1"));
        long damaged;
        using (var log = new JavaLogBuilder(_folder.File("java"), 1))
        {
            log.PutOne(1, "first"u8.ToArray());
            damaged = log.Position;
            log.PutOne(2, look);
            log.PutOne(3, "last"u8.ToArray());
        }

        Damage(_folder.File("java", "log-1"), damaged + 1, 0x7F); // the length in front of the record, beyond the end of the file
        Damage(_folder.File("java", "log-1"), damaged + 6, 0x01); // and its header

        var channel = Open();

        Bodies(channel).Should().Equal("first");
        channel.Problems.Should().ContainSingle().Which.Should().Match<JavaLogProblem>(problem => problem.Kind == ProblemKind.UnreadableRest && problem.Offset == damaged);
    }

    [Test]
    public void A_damaged_record_costs_itself_and_not_what_stands_behind_it()
    {
        long damaged;
        using (var log = new JavaLogBuilder(_folder.File("java"), 1))
        {
            log.PutOne(1, "first"u8.ToArray());
            damaged = log.Position;
            log.PutOne(2, "second"u8.ToArray());
            log.PutOne(3, "third"u8.ToArray());
        }

        Damage(_folder.File("java", "log-1"), damaged + 6, 0x01); // the tag of the header's first field

        var channel = Open();

        Bodies(channel).Should().Equal("first", "third");
        channel.CountProblems(ProblemKind.DamagedRecord).Should().Be(1);
    }

    [Test]
    public void A_take_may_stand_before_its_put_in_another_directory()
    {
        using (var second = new JavaLogBuilder(_folder.File("java", "data2"), 2))
        {
            second.Take(2, (1, 0));
            second.Commit(2, puts: false);
        }

        using (var first = new JavaLogBuilder(_folder.File("java", "data1"), 1))
        {
            first.PutOne(1, "taken"u8.ToArray());
            first.PutOne(3, "waits"u8.ToArray());
        }

        Bodies(Open()).Should().Equal("waits");
    }

    [Test]
    public void An_event_whose_take_was_rolled_back_waits_in_its_place()
    {
        using (var log = new JavaLogBuilder(_folder.File("java"), 1))
        {
            var one = log.PutOne(1, "one"u8.ToArray());
            var two = log.PutOne(2, "two"u8.ToArray());
            log.Take(3, one);
            log.Take(4, two);
            log.Rollback(3);
            log.Commit(4, puts: false);
            log.PutOne(5, "three"u8.ToArray());
        }

        Bodies(Open()).Should().Equal("one", "three");
    }

    [Test]
    public void Large_bodies_are_read_in_full()
    {
        var body = new byte[(3 * LogWindow.Size) + 17];
        new Random(1).NextBytes(body);
        using (var log = new JavaLogBuilder(_folder.File("java"), 1))
        {
            log.PutOne(1, body);
            log.PutOne(2, "small"u8.ToArray());
        }

        var events = Open().ReadEvents().ToList();

        events[0]!.Body.ToArray().Should().Equal(body);
        events[1]!.Body.ToArray().Should().Equal("small"u8.ToArray());
    }

    [Test]
    public void The_same_log_in_two_directories_is_refused()
    {
        using (var log = new JavaLogBuilder(_folder.File("java", "data"), 1))
            log.PutOne(1, "x"u8.ToArray());
        Directory.CreateDirectory(_folder.File("java", "copy"));
        System.IO.File.Copy(_folder.File("java", "data", "log-1"), _folder.File("java", "copy", "log-1"));

        var open = Open;

        open.Should().Throw<JavaChannelException>().WithMessage("*log-1 and *log-1 cannot belong to one channel*");
    }

    [Test]
    public void Logs_of_Flume_1_2_are_refused_with_what_to_do()
    {
        Directory.CreateDirectory(_folder.File("java"));
        System.IO.File.WriteAllBytes(_folder.File("java", "log-5"), [0, 0, 0, 2, 0, 0, 0, 5, .. new byte[100]]);

        var open = Open;

        open.Should().Throw<JavaChannelException>().WithMessage("*log version 2*Open the directory once with Flume 1.3 to 1.11*");
    }

    [Test]
    public async Task Many_batches_into_a_channel_that_has_events_already_survive_a_crash_after_each()
    {
        const int Count = 5000;
        using (var log = new JavaLogBuilder(_folder.File("java"), 1))
        {
            for (var i = 0; i < Count; i++)
                log.PutOne(i + 1, Encoding.UTF8.GetBytes($"event {i}"));
        }

        var source = JavaChannelDirectories.Find(_folder.File("java"));
        await ImportUntilCrashAsync(source, _ => { }, before: "was there before");

        // The first import took everything; do it once more with the files back in their place, and a crash after every batch.
        foreach (var file in Directory.GetFiles(_folder.File("java")))
            System.IO.File.Move(file, file.Replace(JavaFiles.Suffix, ""));
        var tries = 0;
        while (!await ImportUntilCrashAsync(source, static step => { if (step == ImportStep.AfterBatch) throw new InvalidOperationException("crash"); }))
            (++tries).Should().BeLessThan(100);

        tries.Should().Be(Count / 1000);
        var expected = Enumerable.Range(0, Count).Select(static i => $"event {i}").ToList();
        (await TakeAllAsync()).Should().Equal(["was there before", .. expected, .. expected]);
    }

    private static void Damage(string path, long at, byte mask)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        var value = (byte)file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ mask));
    }

    private static List<string> Bodies(JavaFileChannel channel) => [.. channel.ReadEvents().Select(static item => item is null ? "damaged" : Encoding.UTF8.GetString(item.Body.Span))];

    private JavaFileChannel Open() => JavaFileChannel.Open(JavaChannelDirectories.Find(_folder.File("java")));

    private FileChannelOptions Options() => new()
    {
        CheckpointDir = _folder.File("new", "checkpoint"),
        DataDirs = _folder.File("new", "data"),
        MinimumRequiredSpace = 1 << 20,
    };

    private async Task<bool> ImportUntilCrashAsync(JavaChannelDirectories source, Action<ImportStep> fault, string? before = null)
    {
        var options = Options();
        await using var channel = await FileChannels.StartAsync(new TestHost(), options, new FileChannelEnvironment { ImportsOnStart = false });
        if (before is not null)
        {
            await using var transaction = channel.BeginTransaction();
            transaction.Put(new Event(Encoding.UTF8.GetBytes(before)));
            await transaction.CommitAsync();
        }

        var target = new ImportTarget
        {
            JournalDirectory = options.DataDirectories[0],
            Begin = channel.BeginTransaction,
            CountEvents = () => channel.EventCount,
            Capacity = options.Capacity,
            BatchSize = 1000,
        };
        try
        {
            await new JavaImport(target, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, fault).RunAsync(source, keys: null, progress: null, CancellationToken.None);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task<List<string>> TakeAllAsync()
    {
        await using var channel = await FileChannels.StartAsync(new TestHost(), Options());
        var taken = new List<string>();
        var batch = new EventBatch(1000);
        while (channel.EventCount > 0)
        {
            await using var transaction = channel.BeginTransaction();
            batch.Clear();
            await transaction.TakeAsync(batch, 1000);
            await transaction.CommitAsync();
            foreach (var item in batch.Events)
                taken.Add(Encoding.UTF8.GetString(item.Body.Span));
        }

        return taken;
    }
}
