using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FlumeSharp.Sources.Net;

// Names of addresses. A name server that does not answer must not hold up events for longer than a second per address and ten minutes.
internal sealed class HostNames(TimeProvider time)
{
    private const int MostKept = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<IPAddress, (string Name, long Since)> _known = new();

    /// <summary>The name of an address; the address itself where it has none, or where nobody says in time.</summary>
    public async ValueTask<string> FindAsync(IPAddress address)
    {
        if (_known.TryGetValue(address, out var known) && time.GetElapsedTime(known.Since) < KeptFor)
        {
            return known.Name;
        }

        string name;
        try
        {
            name = (await Dns.GetHostEntryAsync(address).WaitAsync(Patience, time).ConfigureAwait(false)).HostName;
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException or ArgumentException)
        {
            name = address.ToString();
        }

        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        _known[address] = (name, time.GetTimestamp());
        return name;
    }
}
