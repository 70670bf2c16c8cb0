using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FlumeSharp.Options;
using FlumeSharp.Sources.Net;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Syslog;

/// <summary>The keys of the syslog source for several TCP ports.</summary>
[FlumeIgnoredOption("numProcessors", "connections share the process' threads, and none waits for a client")]
[FlumeIgnoredOption("readBufferBytes", "the source reads whatever has arrived, up to 64 KiB at a time")]
[FlumeIgnoredOption("readBufferSize", "the source reads whatever has arrived, up to 64 KiB at a time")]
public sealed class MultiportSyslogTcpSourceOptions : IHasBatchSize, IValidatableObject
{
    private const int HighestPort = 65535;

    /// <summary>The ports to listen on, with blanks between them.</summary>
    [FlumeOption("ports", Required = true)]
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>The address or host name to listen on.</summary>
    /// <value>Default: every address of the machine.</value>
    [FlumeOption("host")]
    public string? Host { get; init; }

    /// <summary>Longest message in bytes; a longer one is cut into events that are marked as incomplete.</summary>
    /// <value>Default: 2500.</value>
    [FlumeOption("eventSize", Min = 1)]
    public int EventSize { get; init; } = 2500;

    /// <summary>Most events of one connection in a transaction. What has arrived is delivered at once, so a batch is never waited for.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", Min = 1)]
    public int BatchSize { get; init; } = 100;

    /// <summary>The header that gets the port that the message came to.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("portHeader")]
    public string? PortHeader { get; init; }

    /// <summary>The character set of ports without one of their own.</summary>
    /// <value>Default: UTF-8.</value>
    [FlumeOption("charset.default")]
    public string DefaultCharset { get; init; } = "UTF-8";

    /// <summary>Character sets by port.</summary>
    [FlumeOptionPrefix("charset.port.")]
    public IReadOnlyDictionary<string, string> Charsets { get; init; } = new Dictionary<string, string>();

    /// <summary>How messages are told apart: <c>lf</c> by line feeds, <c>auto</c> also by octet counting (RFC 6587) where a message begins with its length.</summary>
    /// <value>Default: lf.</value>
    [FlumeOption("framing", IsExtension = true)]
    public SyslogFraming Framing { get; init; }

    /// <summary>What is read and kept.</summary>
    [FlumeOptionGroup]
    public SyslogOptions Syslog { get; init; } = new();

    /// <summary>Headers that tell of the client.</summary>
    [FlumeOptionGroup]
    public ClientHeaderOptions Client { get; init; } = new();

    /// <summary>Limits.</summary>
    [FlumeOptionGroup]
    public TcpServerOptions Server { get; init; } = new();

    /// <summary>Whether and how connections are encrypted.</summary>
    [FlumeOptionGroup]
    public TlsServerOptions Tls { get; init; } = new();

    /// <summary>Who may connect.</summary>
    [FlumeOptionGroup]
    public TlsClientOptions TlsClients { get; init; } = new();

    long IHasBatchSize.BatchSize => BatchSize;

    string IHasBatchSize.BatchSizeKey => "batchSize";

    /// <summary>The ports as numbers, each once.</summary>
    internal IReadOnlyList<int> PortNumbers => [.. Ports.Select(static port => int.Parse(port, CultureInfo.InvariantCulture)).Distinct()];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Ports.FirstOrDefault(static port => !IsPort(port)) is { } wrong)
        {
            yield return new($"'ports' has '{wrong}', which is no port; write numbers from 0 to {HighestPort} with blanks between them", ["ports"]);
        }

        foreach (var (key, name) in Charsets.Select(static pair => ("charset.port." + pair.Key, pair.Value)).Prepend(("charset.default", DefaultCharset)))
        {
            if (SyslogCharset.Find(name) is null)
            {
                yield return new($"'{key}' is '{name}', which is no known character set; write a name such as UTF-8 or ISO-8859-1", [key]);
            }
        }

        foreach (var port in Charsets.Keys.Where(port => !Ports.Contains(port)))
        {
            yield return new OptionWarning($"'charset.port.{port}' has no effect, because {port} is none of 'ports'; add the port, or remove the key", $"charset.port.{port}");
        }
    }

    /// <summary>The character set of a port of the configuration.</summary>
    internal SyslogCharset CharsetOf(int port) =>
        SyslogCharset.Find(Charsets.GetValueOrDefault(port.ToString(CultureInfo.InvariantCulture), DefaultCharset))!;

    private static bool IsPort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= HighestPort;
}
