using System.Globalization;

namespace FlumeSharp.Configuration.ZooKeeper;

/// <summary>A connection string of ZooKeeper's: <c>host:port,host:port/chroot</c>. The port is 2181 when left out; all paths are below the chroot.</summary>
/// <param name="Servers">The servers, any of which serves.</param>
/// <param name="Root">The chroot without a slash at its end; empty for none.</param>
internal sealed record ZooKeeperAddress(IReadOnlyList<(string Host, int Port)> Servers, string Root)
{
    private const int DefaultPort = 2181;

    /// <summary>Reads a connection string; null when it is none.</summary>
    public static ZooKeeperAddress? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var root = slash < 0 ? "" : text[slash..].TrimEnd('/');
        var servers = new List<(string, int)>();
        foreach (var server in (slash < 0 ? text : text[..slash]).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // An IPv6 address has colons of its own and stands in brackets.
            var colon = server.LastIndexOf(':');
            var hasPort = colon > server.LastIndexOf(']');
            var port = DefaultPort;
            if (hasPort && !(int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535))
                return null;
            var host = (hasPort ? server[..colon] : server).Trim('[', ']');
            if (host.Length == 0)
                return null;
            servers.Add((host, port));
        }

        return servers.Count == 0 ? null : new ZooKeeperAddress(servers, root);
    }
}
