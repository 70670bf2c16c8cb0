namespace FlumeSharp.Sources.Http;

// The requests that are arriving hold all the memory that they may.
internal sealed class ServerBusyException()
    : IOException("The server is busy with other large requests; send this one again later.");
