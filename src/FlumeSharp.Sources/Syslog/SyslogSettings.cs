namespace FlumeSharp.Sources.Syslog;

/// <summary>What all parsers of a source have in common.</summary>
/// <param name="Keep">What stays in the body.</param>
/// <param name="Grammar">How the parts are found.</param>
/// <param name="IsStrict">FlumeSharp's own reading: nothing is carried over to the next message, and bytes that are no text stay as they are.</param>
/// <param name="Format">A pattern of the configuration, tried first.</param>
internal sealed record SyslogSettings(SyslogField Keep, SyslogGrammar Grammar, bool IsStrict, SyslogFormat? Format = null);
