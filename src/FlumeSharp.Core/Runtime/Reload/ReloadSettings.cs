namespace FlumeSharp.Runtime.Reload;

/// <summary>How one reload goes about its work.</summary>
/// <param name="Services">What components need.</param>
/// <param name="Options">Its time limits.</param>
/// <param name="RestartsAll">Whether sources and sinks restart although nothing about them has changed.</param>
/// <param name="IsWayBack">
/// Whether this restores what ran before. Then nothing is given up: what does not start is tried again in the background, as at the start of
/// an agent.
/// </param>
/// <param name="StopRequested">Cancelled when a stop waits for this reload to end.</param>
/// <param name="Stopping">Cancelled when the pipeline stops: ends background starts.</param>
/// <param name="Hurry">Cancelled when nothing may be graceful any more.</param>
internal sealed record ReloadSettings(
    PipelineServices Services, PipelineOptions Options, bool RestartsAll, bool IsWayBack, CancellationToken StopRequested, CancellationToken Stopping, CancellationToken Hurry)
{
    public Deadline Limit(TimeSpan length) => new(length, Services.TimeProvider, Hurry);
}
