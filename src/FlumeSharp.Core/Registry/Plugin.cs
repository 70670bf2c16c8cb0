namespace FlumeSharp.Registry;

/// <summary>What became of one plug-in folder.</summary>
/// <param name="Name">The folder's name, which the components carry as their origin.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Components">How many component types it brought.</param>
/// <param name="Problem">Why it, or a part of it, does not work; <see langword="null"/> when all is well.</param>
public sealed record Plugin(string Name, string Folder, int Components, string? Problem);
