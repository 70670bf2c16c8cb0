namespace FlumeSharp.Formatting;

/// <summary>Rounding of timestamps down to a multiple of a unit, counted from the start of the next larger unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Value">How many of it; 5 minutes round to :00, :05, :10 ….</param>
public sealed record EscapePathRounding(EscapePathRoundingUnit Unit, int Value)
{
    /// <summary>Rounds a point in time in the wall-clock time of a zone.</summary>
    /// <exception cref="FlumeException">The time is not after 1970, which Flume refuses to round.</exception>
    public long Apply(long milliseconds, TimeZoneInfo zone)
    {
        if (milliseconds <= 0)
        {
            throw new FlumeException($"The timestamp {milliseconds} cannot be rounded: it must be later than 1970-01-01T00:00:00Z.");
        }

        var local = milliseconds + EscapePathZones.OffsetAt(zone, milliseconds);
        var step = (Unit switch
        {
            EscapePathRoundingUnit.Second => 1000L,
            EscapePathRoundingUnit.Minute => 60_000L,
            _ => 3_600_000L,
        }) * Math.Max(Value, 1);
        var whole = Unit switch
        {
            EscapePathRoundingUnit.Second => 60_000L,
            EscapePathRoundingUnit.Minute => 3_600_000L,
            _ => EscapePathDate.MillisecondsPerDay,
        };
        var start = local - EscapePathDate.FloorMod(local, whole);
        return EscapePathZones.ToInstant(zone, start + ((local - start) / step * step));
    }
}
