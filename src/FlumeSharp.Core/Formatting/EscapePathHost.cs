using System.Net;
using System.Net.Sockets;

namespace FlumeSharp.Formatting;

/// <summary>What <c>%[localhost]</c>, <c>%[ip]</c> and <c>%[fqdn]</c> stand for, looked up once per process.</summary>
internal static class EscapePathHost
{
    private static readonly Lazy<(string Name, string Address, string CanonicalName)> Local = new(LookUp);

    /// <summary>The words, as messages list them.</summary>
    public const string Words = "localhost, ip, fqdn";

    public static bool IsWord(string word) =>
        word.Equals("localhost", StringComparison.OrdinalIgnoreCase) || word.Equals("ip", StringComparison.OrdinalIgnoreCase)
        || word.Equals("fqdn", StringComparison.OrdinalIgnoreCase);

    public static string Resolve(string word) =>
        word.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? Local.Value.Name
        : word.Equals("ip", StringComparison.OrdinalIgnoreCase) ? Local.Value.Address
        : Local.Value.CanonicalName;

    // A host that cannot resolve its own name still has one: Java would end its sink thread here.
    private static (string Name, string Address, string CanonicalName) LookUp()
    {
        var name = Environment.MachineName;
        var address = IPAddress.Loopback;
        try
        {
            name = Dns.GetHostName();
            var addresses = Dns.GetHostAddresses(name);
            address = Array.Find(addresses, static a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault() ?? address;
            return (name, address.ToString(), Dns.GetHostEntry(address).HostName);
        }
        catch (SocketException)
        {
            return (name, address.ToString(), address.ToString());
        }
    }
}
