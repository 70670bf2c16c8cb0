using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace FlumeSharp.Throughput;

/// <summary>
/// Posts numbered events over several connections. Each event's body begins with its number, so that what arrives can be checked
/// one by one. A refused batch is posted again, as clients do.
/// </summary>
internal sealed class LoadGenerator(int port, int connections, int batch, int size)
{
    private long _next;
    private long _refused;
    private long _unclear;

    /// <summary>Events acknowledged: all numbers below this, once the run is over.</summary>
    public long Acknowledged => Interlocked.Read(ref _next);

    /// <summary>Batches answered with 503 and posted again.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Batches whose answer never came, posted again: each may stand twice.</summary>
    public long Unclear => Interlocked.Read(ref _unclear);

    public async Task<TimeSpan> RunAsync(TimeSpan length)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => PostAsync(client, clock, length))));
        return clock.Elapsed;
    }

    private async Task PostAsync(HttpClient client, Stopwatch clock, TimeSpan length)
    {
        var padding = new string('x', size);
        var text = new StringBuilder();
        while (clock.Elapsed < length)
        {
            var first = Interlocked.Add(ref _next, batch) - batch;
            text.Clear().Append('[');
            for (var i = 0; i < batch; i++)
            {
                var number = (first + i).ToString("D12", CultureInfo.InvariantCulture);
                text.Append(i == 0 ? "" : ",").Append("{\"headers\":{\"timestamp\":\"1700000000000\",\"host\":\"web01\",\"app\":\"shop\"},\"body\":\"")
                    .Append(number).Append(padding, number.Length, size - number.Length).Append("\"}");
            }

            var body = Encoding.ASCII.GetBytes(text.Append(']').ToString());
            while (!await TryPostAsync(client, body))
            {
                await Task.Delay(20);
            }
        }
    }

    private async Task<bool> TryPostAsync(HttpClient client, byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await client.PostAsync((Uri?)null, content);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Interlocked.Increment(ref _refused);
                return false;
            }

            answer.EnsureSuccessStatusCode();
            return true;
        }
        catch (HttpRequestException failure) when (failure.StatusCode is null)
        {
            Interlocked.Increment(ref _unclear);
            return false;
        }
    }
}
