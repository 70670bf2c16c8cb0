using System.Collections.Frozen;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Removes headers by name, by a list of names, and by a pattern that whole names match.</summary>
[FlumeInterceptor("remove_header", "org.apache.flume.interceptor.RemoveHeaderInterceptor$Builder", Stability = Stability.Beta)]
public sealed class RemoveHeaderInterceptor : InterceptorBase
{
    private readonly FrozenSet<string> _names;
    private readonly JavaRegex? _matching;

    /// <summary>Compiles the pattern.</summary>
    public RemoveHeaderInterceptor(RemoveHeaderInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] list = options.FromList is null ? [] : JavaPattern.Compile(options.FromListSeparator).Split(options.FromList);
        _names = (options.WithName is null ? list : [.. list, options.WithName]).ToFrozenSet(StringComparer.Ordinal);
        _matching = options.Matching is null ? null : JavaRegex.Compile(options.Matching, isFullMatch: true, context.TimeProvider);
    }

    /// <inheritdoc />
    protected override void OnIntercept(EventBatch batch)
    {
        if (_names.Count == 0 && _matching is null)
        {
            return;
        }

        var before = EventHeaders.Empty;
        var after = before;
        var failed = 0;
        foreach (var item in batch.Events)
        {
            // Neighbours often share their headers; then they share the outcome too.
            if (!ReferenceEquals(item.Headers, before))
            {
                before = item.Headers;
                after = Without(before, ref failed);
            }

            item.Headers = after;
        }

        Complain(failed, "the search in a header's name took too long, and the header stays");
    }

    private EventHeaders Without(EventHeaders headers, ref int failed)
    {
        var kept = headers;
        foreach (var (name, _) in headers.AsSpan())
        {
            var isMatch = _names.Contains(name) ? true : _matching is null ? false : _matching.IsMatch(name);
            failed += isMatch is null ? 1 : 0;
            kept = isMatch == true ? kept.Remove(name) : kept;
        }

        return kept;
    }
}
