using System.Net;
using System.Net.Sockets;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Sets a header to the address or the name of the host the agent runs on, looked up once when the interceptor is made.</summary>
[FlumeInterceptor("host", "org.apache.flume.interceptor.HostInterceptor$Builder", Stability = Stability.Beta)]
public sealed class HostInterceptor : IInterceptor
{
    private readonly HeaderStamp? _stamp;

    /// <summary>Looks the host up.</summary>
    public HostInterceptor(HostInterceptorOptions options, InterceptorContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            _stamp = new(options.HostHeader, LookUp(options.UseIp), options.PreserveExisting);
        }
        catch (SocketException failure)
        {
            // As in Flume: events go on without the header.
            Log.HostUnknown(context.Logger, failure, $"Source '{context.SourceName}', interceptor '{context.Name}'", options.HostHeader);
        }
    }

    /// <inheritdoc />
    public void Intercept(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _stamp?.Apply(batch);
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private static string LookUp(bool useIp)
    {
        var addresses = Dns.GetHostAddresses(Dns.GetHostName());
        var address = Array.Find(addresses, static a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault()
            ?? throw new SocketException((int)SocketError.HostNotFound);
        return useIp ? address.ToString() : CanonicalName(address);
    }

    // Java answers the address where there is no name for it.
    private static string CanonicalName(IPAddress address)
    {
        try
        {
            return Dns.GetHostEntry(address).HostName;
        }
        catch (SocketException)
        {
            return address.ToString();
        }
    }
}
