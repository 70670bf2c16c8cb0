using System.Net.Sockets;

namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>Answers whatever comes as a web server would.</summary>
internal sealed class FakeWebServer : FakeListener
{
    protected override async Task ServeAsync(NetworkStream stream, CancellationToken stopping)
    {
        await stream.ReadExactlyAsync(new byte[7], stopping);
        await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray(), stopping);
        await stream.ReadExactlyAsync(new byte[1 << 20], stopping);
    }
}
