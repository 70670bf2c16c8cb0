using System.Runtime.InteropServices;

namespace FlumeSharp.Agent.Commands.Graph;

/// <summary>A rectangle of a drawing.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    /// <summary>The right edge.</summary>
    public double Right => X + Width;

    /// <summary>The lower edge.</summary>
    public double Bottom => Y + Height;

    /// <summary>Halfway down.</summary>
    public double Middle => Y + (Height / 2);
}
