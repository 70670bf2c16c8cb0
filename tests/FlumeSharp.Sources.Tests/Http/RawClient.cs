using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlumeSharp.Sources.Tests.Http;

/// <summary>One answer as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>Sends bytes as they are over a connection of its own and reads answers, for requests that no HTTP client would send.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TcpClient _tcp = new();
    private readonly CancellationTokenSource _deadline = new(Patience);
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync(IPAddress.Loopback, address.Port, client._deadline.Token);
        return client;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _tcp.GetStream().WriteAsync(bytes, _deadline.Token);
        }
        catch (IOException)
        {
            // The server may answer and close before it has read everything.
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads the next final answer; null when the connection ends before one.</summary>
    public async Task<RawAnswer?> ReadAnswerAsync(bool isHead = false)
    {
        while (true)
        {
            if (await ReadLineAsync() is not { } statusLine)
            {
                return null;
            }

            var status = int.Parse(statusLine.Split(' ')[1], CultureInfo.InvariantCulture);
            var headers = new List<KeyValuePair<string, string>>();
            while (await ReadLineAsync() is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
            }

            if (status == 100)
            {
                continue;
            }

            var answer = new RawAnswer(status, headers, []);
            return isHead ? answer : answer with { Body = await ReadBodyAsync(answer) };
        }
    }

    /// <summary>Whether the server keeps the connection: a further request is answered on it.</summary>
    public async Task<bool> IsKeptAsync()
    {
        await SendAsync("OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        try
        {
            return await ReadAnswerAsync() is not null;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _tcp.Dispose();
        _deadline.Dispose();
    }

    private async Task<byte[]> ReadBodyAsync(RawAnswer answer)
    {
        if (answer.Header("Transfer-Encoding") is not null)
        {
            throw new NotSupportedException("The source never answers in chunks.");
        }

        var body = new byte[int.Parse(answer.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        for (var at = 0; at < body.Length; at++)
        {
            if (!await FillAsync())
            {
                return body[..at];
            }

            body[at] = _buffer[_start++];
        }

        return body;
    }

    public async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (await FillAsync())
        {
            var c = (char)_buffer[_start++];
            if (c == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(c);
        }

        return null;
    }

    private async Task<bool> FillAsync()
    {
        if (_start < _end)
        {
            return true;
        }

        _start = 0;
        try
        {
            _end = await _tcp.GetStream().ReadAsync(_buffer, _deadline.Token);
        }
        catch (IOException)
        {
            _end = 0;
        }

        return _end > 0;
    }
}
