namespace FlumeSharp.Sources.Syslog;

/// <summary>One way to find the parts of a message. It has no state and serves many connections.</summary>
internal abstract class SyslogGrammar
{
    /// <summary>Finds the parts behind the priority, which is in <paramref name="parts"/> already.</summary>
    /// <param name="message">The message.</param>
    /// <param name="at">The first byte behind the priority.</param>
    /// <param name="clock">For timestamps.</param>
    /// <param name="parts">Gets what is found.</param>
    public abstract bool TryMatch(ReadOnlySpan<byte> message, int at, in SyslogClock clock, ref SyslogParts parts);

    /// <summary>Whether a body can stand in a message that is otherwise well. The bytes are above 7F or a carriage return somewhere.</summary>
    public virtual bool AllowsBody(ReadOnlySpan<byte> body) => true;

    /// <summary>A character of white space in Java's patterns.</summary>
    protected static bool IsBlank(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    /// <summary>Whether there is a blank at a place.</summary>
    protected static bool IsBlankAt(ReadOnlySpan<byte> message, int at) => at < message.Length && IsBlank(message[at]);
}
