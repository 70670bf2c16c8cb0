using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Sinks;
using FlumeSharp.Sources;
using FlumeSharp.TestKit;

namespace FlumeSharp.Runtime;

[FlumeChannel("probe", "org.example.ProbeChannel")]
public sealed class ProbeChannel(ComponentContext context, Journal journal) : ChannelBase(context)
{
    public ListChannel Events { get; } = new(context.Name);

    public ChannelCounters Statistics => Counters;

    public override int? TransactionCapacity => null;

    public override bool IsDurable => false;

    public override bool KeepsEventsOverStop => Keeps;

    public override long EventsLostAtStop => State == LifecycleState.Started ? 0 : Loses;

    public bool Keeps { get; set; }

    public long Loses { get; set; }

    public override long EventCount => State == LifecycleState.Stopped && Keeps ? 0 : Events.EventCount;

    public override void BeginDrain()
    {
        journal.Add($"{Name} drains");
        journal.Fail($"{Name} drain");
    }

    public override IChannelTransaction BeginTransaction() => Events.BeginTransaction();

    public override async ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await Task.Delay(timeout, Time, cancellationToken);
        return EventCount > 0;
    }

    protected override async ValueTask OnStartChannelAsync(CancellationToken cancellationToken) => await journal.StartAsync(Name, cancellationToken);

    protected override async ValueTask OnStopChannelAsync(CancellationToken cancellationToken) => await journal.StopAsync(Name);
}

[FlumeSource("probe", "org.example.ProbeSource$Builder")]
public sealed class ProbeSource(SourceContext context, Journal journal) : SourceBase(context)
{
    public ValueTask PutAsync(EventBatch batch) => Processor.ProcessAsync(batch);

    protected override async ValueTask OnStartSourceAsync(CancellationToken cancellationToken) => await journal.StartAsync(Name, cancellationToken);

    protected override async ValueTask OnStopSourceAsync(CancellationToken cancellationToken) => await journal.StopAsync(Name);
}

public sealed class ProbeSinkOptions : IHasBatchSize
{
    [FlumeOption("batch", Min = 1)]
    public int Batch { get; init; } = 1;

    long IHasBatchSize.BatchSize => Batch;

    string IHasBatchSize.BatchSizeKey => "batch";
}

[FlumeSink("probe", "org.example.ProbeSink")]
public sealed class ProbeSink(ProbeSinkOptions options, SinkContext context, Journal journal) : SinkBase(context)
{
    public override async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        await journal.Gate.WaitAsync(cancellationToken);
        if (!journal.Hang.IsCompleted)
        {
            journal.Add($"{Name} is called");
            await journal.Hang;
        }

        if (journal.DeliveryFailure is { } failure)
        {
            throw failure;
        }

        await using var transaction = Channel.BeginTransaction();
        var taken = await transaction.TakeBodiesAsync(options.Batch, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        taken.ForEach(body => journal.Add($"{Name} delivers {body}"));
        return taken.Count > 0 ? ProcessStatus.Ready : ProcessStatus.Empty;
    }

    protected override async ValueTask OnStartSinkAsync(CancellationToken cancellationToken) => await journal.StartAsync(Name, cancellationToken);

    protected override async ValueTask OnStopSinkAsync(CancellationToken cancellationToken) => await journal.StopAsync(Name);
}

[FlumeInterceptor("probe", "org.example.ProbeInterceptor$Builder")]
public sealed class ProbeInterceptor(Journal journal) : IInterceptor
{
    public void Intercept(EventBatch batch)
    {
    }

    public void Dispose() => journal.Fail("interceptor");
}
