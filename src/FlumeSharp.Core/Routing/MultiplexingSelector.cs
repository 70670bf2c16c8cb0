using System.Collections.Frozen;
using System.Collections.Immutable;
using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

/// <summary>Each event to the channels that the value of one of its headers is mapped to.</summary>
/// <remarks>
/// Flume's rules: the value matches exactly, in case and blanks; a missing or blank header, and a value without a mapping, get the
/// default channels. Optional channels hang on the value alone, and are none where the header is missing.
/// </remarks>
[FlumeSelector("multiplexing", "org.apache.flume.channel.MultiplexingChannelSelector", Stability = Stability.Stable)]
public sealed class MultiplexingSelector : IChannelSelector
{
    private readonly FrozenDictionary<string, ChannelRoute> _routes;
    private readonly ChannelRoute _otherwise;
    private readonly string _header;
    private readonly string _source;
    private readonly ILogger _logger;
    private int _nowhere;

    /// <summary>Makes every route there can be.</summary>
    public MultiplexingSelector(MultiplexingSelectorOptions options, SelectorContext context, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        _header = options.Header;
        _source = context.SourceName;
        _logger = loggers.CreateLogger("FlumeSharp.Routing");
        var channels = context.Channels.ToDictionary(static channel => channel.Name, StringComparer.Ordinal);
        ImmutableArray<IChannel> Find(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Select(name => channels[name])];
        ImmutableArray<IChannel> Listed(IReadOnlyDictionary<string, string> lists, string value) =>
            lists.TryGetValue(value, out var names) ? Find(JavaConvert.SplitOnBlanks(names)) : [];

        var otherwise = Find(options.Default);
        _otherwise = new(otherwise, []);
        _routes = options.Mappings.Keys.Union(options.Optional.Keys, StringComparer.Ordinal).ToFrozenDictionary(
            static value => value,
            value =>
            {
                var mapped = Listed(options.Mappings, value);
                var required = mapped.IsEmpty || IsBlank(value) ? otherwise : mapped;
                return new ChannelRoute(required, [.. Listed(options.Optional, value).Except(mapped.IsEmpty ? otherwise : mapped)]);
            },
            StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public bool RoutesWholeBatch => false;

    /// <inheritdoc />
    public ChannelRoute Route(Event item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var route = item.Headers.TryGetText(_header, out var value) && _routes.TryGetValue(value, out var found) ? found : _otherwise;
        if (route.Required.IsEmpty && route.Optional.IsEmpty)
        {
            NoteNowhere();
        }

        return route;
    }

    // Once: leaving out the default is also how people drop events on purpose.
    private void NoteNowhere()
    {
        if (Volatile.Read(ref _nowhere) == 0 && Interlocked.Exchange(ref _nowhere, 1) == 0)
        {
            Log.NoChannelSelected(_logger, _source, _header);
        }
    }

    private static bool IsBlank(string value) => JavaConvert.Trim(value).Length == 0;
}
