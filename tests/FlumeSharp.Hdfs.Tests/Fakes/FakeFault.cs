namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>What a fake namenode does to one call.</summary>
internal sealed record FakeFault
{
    /// <summary>The connection goes before the call is executed.</summary>
    public static FakeFault CutBefore { get; } = new() { Executes = false, Cuts = true };

    /// <summary>The call is executed and remembered, but the connection goes before the answer.</summary>
    public static FakeFault CutAfter { get; } = new() { Executes = true, Cuts = true };

    /// <summary>Nothing happens, ever.</summary>
    public static FakeFault Silence { get; } = new();

    public bool Executes { get; private init; }

    public bool Cuts { get; private init; }

    public string? ErrorClass { get; private init; }

    public string ErrorMessage { get; private init; } = "";

    /// <summary>The call is answered with an exception.</summary>
    public static FakeFault Error(string className, string message = "scripted") => new() { ErrorClass = className, ErrorMessage = message };
}
