namespace FlumeSharp.Agent.Commands;

/// <summary>Writes events to a file; disposing it finishes the file.</summary>
internal interface IEventExport : IDisposable
{
    void Write(Event item);
}
