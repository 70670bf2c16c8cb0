namespace FlumeSharp.Channels.File.Queue;

/// <summary>Lets claimed events of a queue wait again.</summary>
internal delegate void ClaimReturn(EventQueue queue, ReadOnlySpan<Claim> claims);
