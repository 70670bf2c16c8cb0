using System.Net;
using System.Net.Sockets;

namespace FlumeSharp.Sources.Net;

// Where to listen, from what a configuration says.
internal static class BindAddress
{
    /// <summary>The address of a host name; every address of the machine, IPv6 and IPv4, for none.</summary>
    public static async ValueTask<IPAddress> ResolveAsync(string? host, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(host))
        {
            return Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        }

        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        // As Java does it: localhost is 127.0.0.1, also where ::1 comes first.
        var found = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return Array.Find(found, static candidate => candidate.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
    }

    /// <summary>A socket bound to an address. IPv6's "every address" takes IPv4 in as well.</summary>
    public static Socket Bind(IPEndPoint endpoint, SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(endpoint.AddressFamily, type, protocol);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
