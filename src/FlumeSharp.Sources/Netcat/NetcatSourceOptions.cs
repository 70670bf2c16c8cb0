using System.ComponentModel.DataAnnotations;
using FlumeSharp.Formatting;
using FlumeSharp.Options;
using FlumeSharp.Sources.Net;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Netcat;

/// <summary>The keys of the source of lines over TCP.</summary>
public sealed class NetcatSourceOptions : IValidatableObject
{
    /// <summary>The address or host name to listen on.</summary>
    [FlumeOption("bind", Required = true)]
    public string Bind { get; init; } = "";

    /// <summary>The port to listen on; 0 lets the system choose one, and the start line of the log tells which.</summary>
    [FlumeOption("port", Required = true, Min = 0, Max = 65535)]
    public int Port { get; init; }

    /// <summary>Longest line in characters, with the line feed that ends it. A client with a longer one is told so, and its connection closed.</summary>
    /// <value>Default: 512.</value>
    [FlumeOption("max-line-length", Min = 1)]
    public int MaxLineLength { get; init; } = 512;

    /// <summary>Whether a client gets <c>OK</c> for every line that is in the channels, and <c>FAILED</c> for one that a channel refused. Else it is made to wait for a full channel.</summary>
    /// <value>Default: true.</value>
    [FlumeOption("ack-every-event")]
    public bool Acknowledges { get; init; } = true;

    /// <summary>The character set of the connection, in both directions. Bodies are UTF-8.</summary>
    /// <value>Default: utf-8.</value>
    [FlumeOption("encoding")]
    public string Encoding { get; init; } = "utf-8";

    /// <summary>Most events of one connection in a transaction. What has arrived is delivered at once, so a batch is never waited for.</summary>
    /// <value>Default: 100.</value>
    [FlumeOption("batchSize", IsExtension = true, Min = 1)]
    public int BatchSize { get; init; } = 100;

    /// <summary>Limits.</summary>
    [FlumeOptionGroup]
    public TcpServerOptions Server { get; init; } = new();

    /// <summary>Whether and how connections are encrypted. Flume has no TLS here.</summary>
    [FlumeOptionGroup]
    public TlsServerOptions Tls { get; init; } = new();

    /// <summary>Who may connect.</summary>
    [FlumeOptionGroup]
    public TlsClientOptions TlsClients { get; init; } = new();

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (JavaCharset.Find(Encoding) is null)
        {
            yield return new($"'encoding' is '{Encoding}', which is no known character set; write a name such as utf-8 or iso-8859-1", ["encoding"]);
        }
    }
}
