namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>One call a fake namenode received.</summary>
internal sealed record FakeCall(string Method, int CallId, int RetryCount, string ClientId, string User);
