namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>Becomes a Java exception on the wire.</summary>
internal sealed class FakeRemoteException(string className, string message) : Exception(message)
{
    public string ClassName { get; } = className;
}
