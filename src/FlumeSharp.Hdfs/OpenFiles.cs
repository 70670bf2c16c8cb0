using FlumeSharp.Hdfs.DataTransfer;
using FlumeSharp.Hdfs.Namenode;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs;

/// <summary>
/// The streams of a file system, and the lease they share: one renewal keeps them all. The timer runs only while a file is open.
/// </summary>
internal sealed class OpenFiles(NamenodeClient namenode, HdfsConfiguration configuration, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<HdfsOutputStream> _streams = [];
    private ITimer? _timer;
    private long _lastRenewal;
    private long? _lastWarning;
    private int _renewing;

    public void Add(HdfsOutputStream stream)
    {
        lock (_gate)
        {
            _streams.Add(stream);
            if (_timer is not null)
                return;
            _lastRenewal = time.GetTimestamp();
            _timer = time.CreateTimer(static state => _ = ((OpenFiles)state!).RenewIfDueAsync(), this, Tick, Tick);
        }
    }

    public void Remove(HdfsOutputStream stream)
    {
        lock (_gate)
        {
            if (!_streams.Remove(stream) || _streams.Count > 0)
                return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    /// <summary>Abandons whatever is still open.</summary>
    public async ValueTask AbandonAllAsync()
    {
        foreach (var stream in Snapshot())
            await stream.DisposeAsync().ConfigureAwait(false);
    }

    private HdfsOutputStream[] Snapshot()
    {
        lock (_gate)
            return [.. _streams];
    }

    private async Task RenewIfDueAsync()
    {
        // A failed renewal is repeated at the next tick; one that hangs must not pile up others behind it.
        if (time.GetElapsedTime(Volatile.Read(ref _lastRenewal)) < configuration.LeaseRenewal || Interlocked.Exchange(ref _renewing, 1) == 1)
            return;
        try
        {
            await namenode.RenewLeaseAsync(CancellationToken.None).ConfigureAwait(false);
            Volatile.Write(ref _lastRenewal, time.GetTimestamp());
        }
        catch (Exception e) when (e is FileSystemException or ObjectDisposedException)
        {
            var silence = time.GetElapsedTime(Volatile.Read(ref _lastRenewal));
            if (_lastWarning is not { } last || time.GetElapsedTime(last) >= configuration.LeaseRenewal)
            {
                _lastWarning = time.GetTimestamp();
                Log.LeaseNotRenewed(logger, silence, e.Message);
            }

            if (silence > configuration.LeaseHardLimit)
            {
                var lost = new LeaseException($"hdfs: the lease could not be renewed for {silence.TotalMinutes:0} minutes, so the namenode has ended it: {e.Message}", e);
                foreach (var stream in Snapshot())
                    stream.Fault(lost);
            }
        }
        finally
        {
            Volatile.Write(ref _renewing, 0);
        }
    }
}
