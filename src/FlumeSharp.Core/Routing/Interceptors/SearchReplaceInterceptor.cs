using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Components;
using FlumeSharp.Formatting;
using FlumeSharp.Registry;
using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Replaces what a pattern finds in the body.</summary>
[FlumeInterceptor("search_replace", "org.apache.flume.interceptor.SearchAndReplaceInterceptor$Builder", Stability = Stability.Beta)]
public sealed class SearchReplaceInterceptor : InterceptorBase
{
    private readonly JavaRegex _pattern;
    private readonly JavaReplacement _replacement;
    private readonly Encoding _charset;

    /// <summary>Compiles pattern and replacement.</summary>
    public SearchReplaceInterceptor(SearchReplaceInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _pattern = JavaRegex.Compile(options.SearchPattern, time: context.TimeProvider);
        _replacement = new JavaReplacement(options.ReplaceString, _pattern);
        _charset = JavaCharset.Find(options.Charset) ?? throw new FlumeException($"{Label}: 'charset' is '{options.Charset}', which is not known.");
    }

    /// <inheritdoc />
    protected override void OnIntercept(EventBatch batch)
    {
        var changed = 0;
        var failed = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var item = batch[i];
            var outcome = TryReplace(item, out var body);
            failed += outcome is null ? 1 : 0;
            if (outcome == true)
            {
                batch.Replace(i, new Event(body, item.Headers));
                changed++;
            }
        }

        Counters.EventMarked.Add(changed);
        Complain(failed, "the search in a body took too long, and the body stays as it is");
    }

    // True with a new body; false when it stays; null when the search took too long.
    private bool? TryReplace(Event item, out byte[]? body)
    {
        body = null;
        using var text = new BodyText(item.Body, _charset);
        var isMatch = _pattern.TryRewrite(text.Span, _replacement, Replace, out var replaced);
        if (isMatch != false)
        {
            body = isMatch is null ? null : _charset.GetBytes(replaced!);
            return isMatch;
        }

        // Flume writes every body again, which makes U+FFFD of bytes that are no text.
        if (text.Span.Contains('\uFFFD'))
        {
            var written = new byte[_charset.GetByteCount(text.Span)];
            _charset.GetBytes(text.Span, written);
            body = written;
            return !written.AsSpan().SequenceEqual(item.Body.Span);
        }

        return false;
    }

    private static int Replace(StringBuilder output, string text, int copied, Match match, JavaReplacement replacement)
    {
        output.Append(text, copied, match.Index - copied);
        replacement.AppendTo(output, match);
        return match.Index + match.Length;
    }
}
