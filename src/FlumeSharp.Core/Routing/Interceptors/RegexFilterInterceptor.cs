using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Keeps, or drops, the events whose body has a match of a pattern.</summary>
[FlumeInterceptor("regex_filter", "org.apache.flume.interceptor.RegexFilteringInterceptor$Builder", Stability = Stability.Beta)]
public sealed class RegexFilterInterceptor : InterceptorBase
{
    private const string MatchesEverything = ".*";
    private readonly JavaRegex? _pattern;
    private readonly bool _dropsMatches;
    private readonly Predicate<Event> _drop;

    /// <summary>Compiles the pattern.</summary>
    public RegexFilterInterceptor(RegexFilterInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _pattern = options.Regex == MatchesEverything ? null : JavaRegex.Compile(options.Regex, time: context.TimeProvider);
        _dropsMatches = options.ExcludeEvents;
        _drop = Drops;
    }

    /// <inheritdoc />
    protected override void OnIntercept(EventBatch batch)
    {
        if (_pattern is not null)
        {
            batch.RemoveWhere(_drop);
        }
        else if (_dropsMatches)
        {
            batch.Clear();
        }
    }

    private bool Drops(Event item)
    {
        using var text = new BodyText(item.Body);
        if (_pattern!.IsMatch(text.Span) is { } isMatch)
        {
            return isMatch == _dropsMatches;
        }

        Complain(1, "the search in a body took too long, and the event is kept");
        return false;
    }
}
