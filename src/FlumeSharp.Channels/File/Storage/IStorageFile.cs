namespace FlumeSharp.Channels.File.Storage;

/// <summary>An open file. Reads may run beside each other and beside writes.</summary>
internal interface IStorageFile : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads up to as many bytes as fit; fewer only at the end of the file.</summary>
    int Read(Span<byte> destination, long offset);

    /// <summary>Writes all of the bytes, or throws.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Makes what was written last.</summary>
    void Flush();

    /// <summary>Cuts the file off.</summary>
    void SetLength(long length);
}
