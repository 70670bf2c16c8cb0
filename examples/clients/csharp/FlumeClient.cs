using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

/// <summary>A body and its headers. The HDFS sink chooses folders by the header <c>timestamp</c>, which the client adds where it is missing.</summary>
public sealed record FlumeEvent(string Body, IReadOnlyDictionary<string, string>? Headers = null);

/// <summary>Sends batches of events to the HTTP source of an agent. One instance serves all threads of an application.</summary>
/// <param name="http">Its <c>BaseAddress</c> is the agent's address, such as <c>http://localhost:44444</c>.</param>
public sealed class FlumeClient(HttpClient http, int attempts = 6)
{
    /// <summary>
    /// Returns when the agent has stored the events in its channel: all of them, or none. A full channel and a lost connection are
    /// tried again; after a lost connection a batch may arrive twice, but it does not get lost.
    /// </summary>
    /// <exception cref="HttpRequestException">The agent refused the events, or could not be reached often enough.</exception>
    public async Task SendAsync(IEnumerable<FlumeEvent> events, CancellationToken cancellationToken = default)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(events.Select(ToJson));
        for (var attempt = 1; ; attempt++)
        {
            var pause = TimeSpan.FromSeconds(Math.Min(0.25 * Math.Pow(2, attempt), 10) * (0.5 + (Random.Shared.NextDouble() / 2)));
            try
            {
                using var content = new ByteArrayContent(payload) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                using var response = await http.PostAsync((Uri?)null, content, cancellationToken);
                if (response.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == attempts)
                {
                    response.EnsureSuccessStatusCode();
                    return;
                }

                // The channel is full: the agent says when to come back.
                if (response.Headers.RetryAfter?.Delta is { } asked && asked > pause)
                    pause = asked;
            }
            catch (HttpRequestException error) when (error.StatusCode is null && attempt < attempts)
            {
                // No answer: the agent may be starting. It is asked again below.
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    private static object ToJson(FlumeEvent message)
    {
        var headers = new Dictionary<string, string> { ["timestamp"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'") };
        foreach (var (name, value) in message.Headers ?? new Dictionary<string, string>())
            headers[name] = value;
        return new { headers, body = message.Body };
    }
}
