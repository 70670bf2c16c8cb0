namespace FlumeSharp.Agent.Commands;

/// <summary>Standard input as a file among others.</summary>
internal static class StandardInput
{
    /// <summary>Its name on a command line.</summary>
    public const string Name = "-";

    /// <summary>All of it.</summary>
    public static byte[] Read()
    {
        using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
