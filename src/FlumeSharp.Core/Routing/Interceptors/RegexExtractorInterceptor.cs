using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Routing.Interceptors.Extraction;
using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Sets headers to what the groups of a pattern match in the body, the first time it matches.</summary>
[FlumeInterceptor("regex_extractor", "org.apache.flume.interceptor.RegexExtractorInterceptor$Builder", Stability = Stability.Beta)]
public sealed class RegexExtractorInterceptor : InterceptorBase
{
    private readonly JavaRegex _pattern;
    private readonly ImmutableArray<(string Header, IRegexExtractorSerializer Serializer)> _serializers;
    private readonly bool _skipsErrors;

    /// <summary>Compiles the pattern and makes the serializers.</summary>
    public RegexExtractorInterceptor(RegexExtractorInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _pattern = JavaRegex.Compile(options.Regex, time: context.TimeProvider);
        _skipsErrors = options.OnError == ExtractionError.Skip;

        // Serializers without a group of their own have nothing to do.
        _serializers = [.. options.Serializers.Take(_pattern.GroupCount).Select(reference => (HeaderOf(reference), context.Activator.Create<IRegexExtractorSerializer>(reference)))];
    }

    /// <inheritdoc />
    protected override void OnIntercept(EventBatch batch)
    {
        var changed = 0;
        var gaveUp = 0;
        foreach (var item in batch.Events)
        {
            using var text = new BodyText(item.Body);
            var isMatch = _pattern.IsMatch(text.Span);
            if (isMatch == false)
            {
                continue;
            }

            // Groups are had from strings only, so the text becomes one where there is something to take out of it.
            if (isMatch is null || !_pattern.TryMatch(text.Span.ToString(), out var match))
            {
                gaveUp++;
            }
            else
            {
                item.Headers = Extract(match!, item.Headers);
                changed++;
            }
        }

        Counters.EventMarked.Add(changed);
        Complain(gaveUp, "the search in a body took too long, and the event goes on without its headers");
    }

    private EventHeaders Extract(Match match, EventHeaders headers)
    {
        for (var i = 0; i < _serializers.Length; i++)
        {
            var group = match.Groups[i + 1];
            var (header, serializer) = _serializers[i];
            try
            {
                headers = headers.Set(header, serializer.Serialize(group.Success ? group.Value : null));
            }
            catch (FormatException problem) when (_skipsErrors)
            {
                Complain(1, $"{problem.Message}; the event goes on without the header '{header}'");
            }
        }

        return headers;
    }

    private string HeaderOf(ComponentReference serializer) => (serializer.Options as RegexExtractorSerializerOptions)?.Name
        ?? throw new FlumeException($"{Label}: the options of {serializer.Descriptor.Type.FullName} must derive from {nameof(RegexExtractorSerializerOptions)}.");
}
