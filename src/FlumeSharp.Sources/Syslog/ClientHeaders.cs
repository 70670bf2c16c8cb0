using System.Globalization;
using System.Net;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Syslog;

// The headers that tell of a client, made once for each.
internal sealed class ClientHeaders(ClientHeaderOptions options, string? portHeader, TimeProvider time)
{
    private readonly HostNames _names = new(time);

    /// <summary>Whether there are any that depend on the client.</summary>
    public bool Any => (options.AddressHeader ?? options.HostHeader) is not null;

    /// <summary>The headers of events from an address.</summary>
    public async ValueTask<KeyValuePair<string, string?>[]> OfAsync(IPAddress address, int port)
    {
        var headers = new List<KeyValuePair<string, string?>>();
        if (portHeader is not null)
        {
            headers.Add(new(portHeader, port.ToString(CultureInfo.InvariantCulture)));
        }

        if (options.AddressHeader is { } addressHeader)
        {
            headers.Add(new(addressHeader, address.ToString()));
        }

        if (options.HostHeader is { } hostHeader)
        {
            headers.Add(new(hostHeader, await _names.FindAsync(address).ConfigureAwait(false)));
        }

        return [.. headers];
    }
}
