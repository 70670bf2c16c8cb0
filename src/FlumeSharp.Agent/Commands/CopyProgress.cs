using System.Globalization;

namespace FlumeSharp.Agent.Commands;

/// <summary>One line on a terminal that says how far a copy has come; nothing where standard error is no terminal.</summary>
/// <param name="total">Bytes there are; <see langword="null"/> when nobody knows.</param>
internal sealed class CopyProgress(long? total) : IDisposable
{
    private const double Mebibyte = 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _last;
    private bool _isShown;

    /// <summary>So many bytes have been copied.</summary>
    public void Report(long done)
    {
        if (Console.IsErrorRedirected || TimeProvider.System.GetElapsedTime(_last) < Interval)
        {
            return;
        }

        _last = TimeProvider.System.GetTimestamp();
        _isShown = true;
        var rate = done / Mebibyte / Math.Max(TimeProvider.System.GetElapsedTime(_start).TotalSeconds, 0.001);
        var share = total is > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {total / Mebibyte:F1} MiB ({100.0 * done / total:F0} %)") : " MiB";
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done / Mebibyte:F1}{share}, {rate:F1} MiB/s   "));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isShown)
        {
            Console.Error.WriteLine();
        }
    }
}
