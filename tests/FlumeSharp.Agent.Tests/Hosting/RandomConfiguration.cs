using System.Globalization;
using System.Text;

namespace FlumeSharp.Agent.Hosting;

/// <summary>Configurations of one agent that differ at random: routing, channels of both kinds in changing folders, sinks, groups.</summary>
internal sealed class RandomConfiguration(Random random, int port, string folder)
{
    private readonly Dictionary<string, (bool IsFile, string Folder, int Capacity)> _channels = new()
    {
        ["c1"] = (false, "a", 2000),
        ["c2"] = (false, "a", 2000),
        ["c3"] = (true, "a", 2000),
    };

    private readonly Dictionary<string, int> _notes = new() { ["r1"] = 0, ["c1"] = 0, ["c2"] = 0, ["c3"] = 0 };
    private readonly HashSet<string> _used = ["c1", "c2"];
    private string _routing = "";
    private bool _isGrouped;
    private int _secondSinks;
    private bool _isSinkAtFault;

    /// <summary>Whether the next text asks for something that cannot start, so that it must be refused.</summary>
    public bool IsImpossible { get; private set; }

    /// <summary>Whether channels only change, and none comes or goes.</summary>
    public bool KeepsChannels { get; set; }

    /// <summary>Changes one to three things.</summary>
    public string Next()
    {
        IsImpossible = random.Next(12) == 0;
        _isSinkAtFault = random.Next(2) == 0;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            Change();
        }

        return Text();
    }

    /// <summary>What is running, or should be.</summary>
    public string Text()
    {
        var names = _used.Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder();
        void Line(string line) => text.Append("a1.").Append(line).Append('\n');
        Line(IsImpossible && !_isSinkAtFault ? "sources = r1 r9" : "sources = r1");
        Line($"channels = {string.Join(' ', names)}");
        Source(Line, "r1", names);
        if (IsImpossible && !_isSinkAtFault)
        {
            // The port is taken.
            Source(Line, "r9", names);
        }

        foreach (var name in names)
        {
            Channel(Line, name);
        }

        var sinks = names.Select(static name => (Sink: "k" + name[1..], Channel: name)).ToList();
        sinks.AddRange(names.Take(_secondSinks).Select(static name => (Sink: "s" + name[1..], Channel: name)));
        Line($"sinks = {string.Join(' ', sinks.Select(static sink => sink.Sink))}");
        foreach (var (sink, channel) in sinks)
        {
            Line($"sinks.{sink}.type = collect");
            Line($"sinks.{sink}.channel = {channel}");
            if (IsImpossible && _isSinkAtFault && channel == names[^1])
            {
                Line($"sinks.{sink}.fails = true");
            }
        }

        if (_isGrouped && sinks.Count > 1)
        {
            Line("sinkgroups = g1");
            Line($"sinkgroups.g1.sinks = {string.Join(' ', sinks.Select(static sink => sink.Sink))}");
            Line("sinkgroups.g1.processor.type = load_balance");
        }

        return text.ToString();
    }

    private void Change()
    {
        switch (random.Next(8))
        {
            case 0:
                _notes["r1"]++;
                break;
            case 1:
                _routing = random.Next(4) switch
                {
                    0 => "selector.type = load_balancing",
                    1 => "selector.type = load_balancing\na1.sources.r1.selector.policy = random",
                    2 => string.Create(CultureInfo.InvariantCulture, $"interceptors = i1\na1.sources.r1.interceptors.i1.type = static\na1.sources.r1.interceptors.i1.value = {random.Next(100)}"),
                    _ => "",
                };
                break;
            case 2 or 3 when !KeepsChannels:
                var one = $"c{random.Next(1, 4)}";
                if (!_used.Add(one) && _used.Count > 1)
                {
                    _used.Remove(one);
                }

                break;
            case 4 or 5:
                var name = $"c{random.Next(1, 4)}";
                _channels[name] = (random.Next(2) == 0, random.Next(2) == 0 ? "a" : "b", random.Next(5, 30) * 100);
                break;
            case 6:
                _isGrouped = !_isGrouped;
                break;
            case 7:
                _secondSinks = random.Next(3);
                break;
        }
    }

    private void Source(Action<string> line, string name, List<string> channels)
    {
        line($"sources.{name}.type = http");
        line($"sources.{name}.bind = 127.0.0.1");
        line(string.Create(CultureInfo.InvariantCulture, $"sources.{name}.port = {port}"));
        line(string.Create(CultureInfo.InvariantCulture, $"sources.{name}.note = {_notes["r1"]}"));
        line($"sources.{name}.channels = {string.Join(' ', channels)}");
        if (_routing.Length > 0 && name == "r1")
        {
            line($"sources.{name}.{_routing}");
        }
    }

    private void Channel(Action<string> line, string name)
    {
        var (isFile, place, capacity) = _channels[name];
        line($"channels.{name}.type = {(isFile ? "file" : "memory")}");
        line(string.Create(CultureInfo.InvariantCulture, $"channels.{name}.capacity = {capacity}"));
        line($"channels.{name}.transactionCapacity = 100");
        line($"channels.{name}.keep-alive = 0");
        if (isFile)
        {
            line($"channels.{name}.dataDirs = {folder}/{name}-{place}/data");
            line($"channels.{name}.checkpointDir = {folder}/{name}-{place}/checkpoint");
        }
    }
}
