namespace FlumeSharp.Serialization;

/// <summary>
/// Reads the events of one file, from where its context says on. Made anew for each file; its constructor takes the context and the
/// deserializer's options. Used by one caller at a time.
/// </summary>
public interface IEventDeserializer : IDisposable
{
    /// <summary>The offset in the file from which another deserializer would go on after the events read so far; never decreases.</summary>
    long Position { get; }

    /// <summary>Adds the next events to a batch.</summary>
    /// <param name="batch">Where they are added.</param>
    /// <param name="maxEvents">Most events to add; fewer may come before the end, where they are large.</param>
    /// <returns>How many were added; 0 at the end of the file.</returns>
    /// <exception cref="BadFileException">The file is not what the deserializer reads. Reading it again would not help.</exception>
    int Read(EventBatch batch, int maxEvents);
}
