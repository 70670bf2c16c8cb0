using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Routing.Interceptors.Patterns;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Puts a fixed text or a keyed hash in the place of what a pattern finds in bodies and headers.</summary>
/// <remarks>What cannot be searched in time is masked as a whole: a secret that leaks cannot be taken back.</remarks>
[FlumeInterceptor("mask", Stability = Stability.Beta)]
public sealed class MaskInterceptor : InterceptorBase
{
    private readonly MaskInterceptorOptions _options;
    private readonly JavaRegex _pattern;
    private readonly byte[] _hashKey;
    private readonly bool _masksAllHeaders;

    /// <summary>Compiles the pattern.</summary>
    public MaskInterceptor(MaskInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _pattern = JavaRegex.Compile(options.Regex);
        _hashKey = Encoding.UTF8.GetBytes(options.HashKey ?? "");
        _masksAllHeaders = options.Headers.Contains("*");
    }

    /// <inheritdoc />
    protected override void OnIntercept(EventBatch batch)
    {
        var changed = 0;
        var failed = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var item = batch[i];
            var headers = MaskHeaders(item.Headers, ref failed);
            var body = _options.Body ? MaskBody(item.Body, ref failed) : null;
            changed += body is null && ReferenceEquals(headers, item.Headers) ? 0 : 1;
            item.Headers = headers;
            if (body is not null)
            {
                batch.Replace(i, new Event(body, headers));
            }
        }

        Counters.EventMarked.Add(changed);
        Complain(failed, "the search in a text took too long, and it is masked as a whole");
    }

    private EventHeaders MaskHeaders(EventHeaders headers, ref int failed)
    {
        var masked = headers;
        foreach (var (name, value) in _masksAllHeaders || _options.Headers.Count > 0 ? headers.AsSpan() : default)
        {
            if (value is not null && (_masksAllHeaders || _options.Headers.Contains(name, StringComparer.Ordinal)) && Mask(value, ref failed) is { } other)
            {
                masked = masked.Set(name, other);
            }
        }

        return masked;
    }

    private byte[]? MaskBody(ReadOnlyMemory<byte> body, ref int failed)
    {
        using var text = new BodyText(body);
        return Mask(text.Span, ref failed) is { } masked ? Encoding.UTF8.GetBytes(masked) : null;
    }

    // Null when there is nothing to mask.
    private string? Mask(ReadOnlySpan<char> text, ref int failed)
    {
        var isMatch = _pattern.IsMatch(text);
        if (isMatch == false)
        {
            return null;
        }

        if (isMatch == true && _pattern.TryRun(text, (Text: text.ToString(), Owner: this), static (regex, _, state) => state.Owner.Replace(regex.Match(state.Text), state.Text), out var masked))
        {
            return masked;
        }

        failed++;
        return Substitute(text);
    }

    private string Replace(Match match, string text)
    {
        var output = new StringBuilder(text.Length);
        var copied = 0;
        for (; match.Success; match = match.NextMatch())
        {
            var secret = match.Groups[_pattern.GroupCount > 0 ? 1 : 0];
            if (secret.Success && secret.Index >= copied)
            {
                output.Append(text, copied, secret.Index - copied).Append(Substitute(secret.ValueSpan));
                copied = secret.Index + secret.Length;
            }
        }

        return output.Append(text, copied, text.Length - copied).ToString();
    }

    private string Substitute(ReadOnlySpan<char> secret)
    {
        if (_options.Mode == MaskMode.Redact)
        {
            return _options.Replacement;
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(secret)];
        Encoding.UTF8.GetBytes(secret, bytes);
        return Convert.ToHexStringLower(HMACSHA256.HashData(_hashKey, bytes))[.._options.HashLength];
    }
}
