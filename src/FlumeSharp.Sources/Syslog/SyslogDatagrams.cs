using System.Net;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Syslog;

// Datagrams into events, one parser for all senders as in Flume.
internal sealed class SyslogDatagrams
{
    private const int MostSendersKept = 4096;
    private readonly SourceContext _context;
    private readonly SyslogCounters _counters;
    private readonly SyslogSettings _settings;
    private readonly LineParser _parser;
    private readonly ClientHeaders _client;
    private readonly ByteSlab _slab = new();
    private readonly OccasionalLog _invalidLog;
    private readonly Dictionary<IPAddress, KeyValuePair<string, string?>[]> _senders = [];
    private KeyValuePair<string, string?>[] _senderHeaders = [];
    private IPEndPoint? _sender;
    private long _invalid;

    public SyslogDatagrams(SyslogUdpSourceOptions options, SourceContext context, SyslogCounters counters)
    {
        _context = context;
        _counters = counters;
        _settings = options.Syslog.SettingsFor(new LineGrammar(), SyslogFormat.Create(options.Format, context.TimeProvider));
        _parser = new LineParser(_settings);
        _client = new ClientHeaders(options.Client, null, context.TimeProvider);
        _invalidLog = new OccasionalLog(context.TimeProvider);
    }

    /// <summary>Whether events tell who sent them.</summary>
    public bool NeedsSender => _client.Any;

    /// <summary>The event of a datagram; none of one that has nothing in it.</summary>
    public ValueTask<Event?> ReadAsync(ReadOnlyMemory<byte> datagram, IPEndPoint sender) =>
        !NeedsSender || ReferenceEquals(sender, _sender) ? ValueTask.FromResult(Read(datagram)) : ReadOfOtherAsync(datagram, sender);

    /// <summary>The part of a datagram that is its message. In Flume a line feed ends it, and what follows is lost.</summary>
    internal static ReadOnlySpan<byte> MessageOf(ReadOnlySpan<byte> datagram, bool isStrict)
    {
        datagram = datagram.TrimStart((byte)'\n');
        if (isStrict)
        {
            return datagram.TrimEnd("\r\n\0"u8);
        }

        // As on a connection: a line feed within the priority is a wrong character of it.
        var searched = datagram is [(byte)'<', ..] ? Math.Min(datagram.Length, 2 + SyslogTime.CountDigits(datagram[1..], 3)) : 0;
        var end = datagram[searched..].IndexOf((byte)'\n');
        return end < 0 ? datagram : datagram[..(searched + end)];
    }

    private async ValueTask<Event?> ReadOfOtherAsync(ReadOnlyMemory<byte> datagram, IPEndPoint sender)
    {
        if (!_senders.TryGetValue(sender.Address, out var headers))
        {
            if (_senders.Count >= MostSendersKept)
            {
                _senders.Clear();
            }

            headers = _senders[sender.Address] = await _client.OfAsync(sender.Address, 0).ConfigureAwait(false);
        }

        _senderHeaders = headers;
        _sender = sender;
        return Read(datagram);
    }

    private Event? Read(ReadOnlyMemory<byte> datagram)
    {
        var message = MessageOf(datagram.Span, _settings.IsStrict);
        if (message.IsEmpty)
        {
            _counters.EventReadFail.Increment();
            return null;
        }

        // A look at the clock per datagram: the one before may be days old.
        _parser.Begin(new SyslogClock(_context.TimeProvider.GetUtcNow(), _context.TimeProvider.LocalTimeZone));
        var item = _parser.Parse(_slab.Copy(message), false, _senderHeaders);
        if (_parser.InvalidCount != _invalid)
        {
            _invalid = _parser.InvalidCount;
            _counters.Invalid.Increment();
            _invalidLog.Say(count => Log.InvalidMessages(_context.Logger, _context.Name, count));
        }

        return item;
    }
}
