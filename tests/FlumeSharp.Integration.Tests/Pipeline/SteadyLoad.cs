using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace FlumeSharp.Integration.Tests.Pipeline;

/// <summary>
/// Clients that post numbered events at a steady rate until they are told to stop, and remember what the source answered. They do not
/// send again what was refused.
/// </summary>
internal sealed class SteadyLoad(HttpClient http) : IAsyncDisposable
{
    private const int Clients = 4;
    private const int EventsPerRequest = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, bool> _sent = new(StringComparer.Ordinal);
    private Task _clients = Task.CompletedTask;
    private int _number;
    private int _accepted;
    private int _refused;
    private int _unanswered;

    /// <summary>Events answered with 200 so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Requests answered with 503 and <c>Retry-After</c> so far.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Requests without an answer, or with another one.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>Bodies of the events that were answered with 200.</summary>
    public IEnumerable<string> AcceptedBodies => _sent.Where(static pair => pair.Value).Select(static pair => pair.Key);

    public bool WasSent(string body) => _sent.ContainsKey(body);

    public void Start() => _clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(PostAsync)));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task PostAsync()
    {
        using var timer = new PeriodicTimer(Pause);
        while (!_stop.IsCancellationRequested)
        {
            // Text beyond ASCII shows that bytes are kept, not characters replaced.
            var bodies = Enumerable.Range(0, EventsPerRequest)
                .Select(_ => string.Create(CultureInfo.InvariantCulture, $"event {Interlocked.Increment(ref _number):D7} přišla včas €"))
                .ToArray();
            foreach (var body in bodies)
            {
                _sent[body] = false;
            }

            await PostAsync(bodies);
            try
            {
                await timer.WaitForNextTickAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task PostAsync(string[] bodies)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        try
        {
            using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(bodies.Select(body => new { headers = new { timestamp = now }, body })));
            content.Headers.ContentType = new("application/json");
            using var response = await http.PostAsync("/", content);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                foreach (var body in bodies)
                {
                    _sent[body] = true;
                }

                Interlocked.Add(ref _accepted, bodies.Length);
            }
            else if (response is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null })
            {
                Interlocked.Increment(ref _refused);
            }
            else
            {
                Interlocked.Increment(ref _unanswered);
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Interlocked.Increment(ref _unanswered);
        }
    }
}
