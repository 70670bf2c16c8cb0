namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>A configuration that was not applied.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Since">When.</param>
internal sealed record Rejection(string Reason, DateTimeOffset Since);
