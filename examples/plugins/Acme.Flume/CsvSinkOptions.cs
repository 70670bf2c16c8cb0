using FlumeSharp.Options;

namespace Acme.Flume;

/// <summary>The keys of the CSV sink.</summary>
public sealed class CsvSinkOptions : IHasBatchSize
{
    /// <summary>The file that lines are appended to; its folder is made when it is missing.</summary>
    [FlumeOption("path", Required = true)]
    public string Path { get; init; } = "";

    /// <summary>The headers that become columns before the body, with blanks between their names.</summary>
    /// <value>Default: timestamp.</value>
    [FlumeOption("headers")]
    public IReadOnlyList<string> Headers { get; init; } = ["timestamp"];

    /// <summary>Most events of one transaction.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", Min = 1)]
    public int BatchSize { get; init; } = 100;

    long IHasBatchSize.BatchSize => BatchSize;

    string IHasBatchSize.BatchSizeKey => "batchSize";
}
