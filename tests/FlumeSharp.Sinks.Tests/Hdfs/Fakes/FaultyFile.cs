using System.Text;

namespace FlumeSharp.Sinks.Hdfs.Fakes;

/// <summary>A file of <see cref="FaultyFileSystem"/>.</summary>
internal sealed class FaultyFile
{
    private readonly StringBuilder _written = new();

    /// <summary>What readers see.</summary>
    public string Flushed { get; private set; } = "";

    public bool IsOpen { get; set; } = true;

    public void Write(ReadOnlySpan<byte> bytes) => _written.Append(Encoding.UTF8.GetString(bytes));

    public void Flush() => Flushed = _written.ToString();
}
