using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FlumeSharp.Configuration.Sources;

/// <summary>A web server with one document, which keeps what it was asked.</summary>
internal sealed class ConfigServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _loop;

    public ConfigServer(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _loop = ServeAsync();
    }

    public Uri Uri => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/flume.conf");

    public string Content { get; set; } = Samples.Complete;

    /// <summary>Further header lines of an answer, such as <c>ETag: "1"</c>.</summary>
    public string[] Headers { get; set; } = [];

    /// <summary>Decides the status from the request's text.</summary>
    public Func<string, string> Status { get; set; } = static _ => "200 OK";

    public ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await AnswerAsync(client);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // A client that went away, or the end of the test.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (_certificate is not null)
        {
            var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
            stream = secure;
        }

        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _end.Token);
            if (count == 0)
                return;
            request.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        Requests.Enqueue(request.ToString());
        var status = Status(request.ToString());
        var body = status.StartsWith("200", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(Content) : [];
        var head = $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{string.Concat(Headers.Select(line => line + "\r\n"))}\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), _end.Token);
        await stream.WriteAsync(body, _end.Token);
        await stream.DisposeAsync();
    }
}
