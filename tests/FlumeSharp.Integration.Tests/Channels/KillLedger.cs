using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FlumeSharp.Integration.Tests.Channels;

/// <summary>What was acknowledged and what arrived, in a few bits per event: a thousand rounds are millions of them.</summary>
internal sealed partial class KillLedger(int eventsPerRequest)
{
    private readonly ConcurrentDictionary<(int Round, int Client), List<int>> _acknowledged = new();
    private readonly HashSet<(int Round, int Client, int Number)> _delivered = [];

    public long Acknowledged => _acknowledged.Values.Sum(requests => (long)requests.Count * eventsPerRequest);

    public long Delivered { get; private set; }

    public long Duplicates => Delivered - Corrupted - _delivered.Count;

    public long Corrupted { get; private set; }

    /// <summary>The first lines that are not as they were sent.</summary>
    public List<string> Strange { get; } = [];

    /// <summary>The event's body, which says all that is needed to know whether it is whole.</summary>
    public static string Body(int round, int client, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"<{round}-{client}-{number}-{new string((char)('a' + (number % 26)), number % 200)}>");

    /// <summary>A request was answered with 200; only one client speaks for itself.</summary>
    public void Acknowledge(int round, int client, int firstNumber) => _acknowledged.GetOrAdd((round, client), static _ => []).Add(firstNumber);

    public void Deliver(string line)
    {
        Delivered++;
        if (Shape().Match(line) is { Success: true } match
            && (Number(match, 1), Number(match, 2), Number(match, 3)) is var (round, client, number)
            && line == Body(round, client, number))
        {
            _delivered.Add((round, client, number));
            return;
        }

        Corrupted++;
        if (Strange.Count < 10)
        {
            Strange.Add(line);
        }
    }

    /// <summary>Acknowledged events that never arrived.</summary>
    public List<string> Missing() =>
    [
        .. from client in _acknowledged
           from first in client.Value
           from number in Enumerable.Range(first, eventsPerRequest)
           where !_delivered.Contains((client.Key.Round, client.Key.Client, number))
           select Body(client.Key.Round, client.Key.Client, number),
    ];

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^<([0-9]{1,9})-([0-9]{1,9})-([0-9]{1,9})-")]
    private static partial Regex Shape();
}
