using System.Globalization;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>
/// The names of one bucket's files: <c>prefix.number</c> and the suffix, where the numbers go up from the millisecond at which the
/// bucket was opened.
/// </summary>
internal sealed class FileSeries(HdfsSinkOptions options, BucketKey key, long firstNumber)
{
    private readonly string _directory = key.Path.TrimEnd('/') + "/";
    private readonly string _inUseSuffix = options.EmptyInUseSuffix ? "" : options.InUseSuffix;
    private long _number = firstNumber;

    /// <summary>The next number's path while it is written and afterwards.</summary>
    public (string InUse, string Final) Next()
    {
        var number = Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
        var name = $"{key.Prefix}.{number}{options.FileSuffix}";
        return ($"{_directory}{options.InUsePrefix}{name}{_inUseSuffix}", $"{_directory}{name}");
    }
}
