using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Keeps, or drops, the events whose body has a match of a pattern.</summary>
[FlumeInterceptor("regex_filter", "org.apache.flume.interceptor.RegexFilteringInterceptor$Builder", Stability = Stability.Beta)]
public sealed class RegexFilterInterceptor : IInterceptor
{
    private const string MatchesEverything = ".*";
    private readonly Regex? _pattern;
    private readonly Predicate<Event> _drop;

    /// <summary>Compiles the pattern.</summary>
    public RegexFilterInterceptor(RegexFilterInterceptorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _pattern = options.Regex == MatchesEverything ? null : JavaPattern.Compile(options.Regex);
        _drop = options.ExcludeEvents ? IsMatch : item => !IsMatch(item);
    }

    /// <inheritdoc />
    public void Intercept(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.RemoveWhere(_drop);
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private bool IsMatch(Event item)
    {
        if (_pattern is null)
        {
            return true;
        }

        var body = item.Body.Span;
        var text = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(body.Length));
        try
        {
            return _pattern.IsMatch(text.AsSpan(0, Encoding.UTF8.GetChars(body, text)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }
}
