namespace FlumeSharp.Channels.File.Segments;

/// <summary>What a frame holds. The numbers stand on disk.</summary>
internal enum FrameType : byte
{
    /// <summary>Events of one transaction.</summary>
    Puts = 1,

    /// <summary>Numbers of events that are gone.</summary>
    Takes = 2,
}
