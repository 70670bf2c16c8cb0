// Sends its arguments as events in one request:  dotnet run --project examples/clients/csharp -- "first event" "second event"
// FLUME_URL names the agent; default http://localhost:44444.
var url = Environment.GetEnvironmentVariable("FLUME_URL") is { Length: > 0 } named ? named : "http://localhost:44444";
using var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };
var client = new FlumeClient(http);

var texts = args.Length > 0 ? args : ["Hello from C#"];
try
{
    await client.SendAsync([.. texts.Select(text => new FlumeEvent(text, new Dictionary<string, string> { ["source"] = "csharp" }))]);
}
catch (HttpRequestException error)
{
    Console.Error.WriteLine($"The events were not delivered to {url}: {error.Message}");
    return 1;
}

Console.WriteLine($"{texts.Length} events delivered");
return 0;
