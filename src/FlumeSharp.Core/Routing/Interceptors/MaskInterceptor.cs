using System.Collections.Concurrent;
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
    private readonly ConcurrentBag<IncrementalHash> _hashes = [];
    private readonly bool _masksAllHeaders;

    /// <summary>Compiles the pattern.</summary>
    public MaskInterceptor(MaskInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _pattern = JavaRegex.Compile(options.Regex, time: context.TimeProvider);
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

    /// <inheritdoc />
    protected override void OnDispose()
    {
        while (_hashes.TryTake(out var hash))
        {
            hash.Dispose();
        }
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
        if (_pattern.TryRewrite(text, this, static (output, whole, copied, match, owner) => owner.Rewrite(output, whole, copied, match), out var masked) is { } isMatch)
        {
            return isMatch ? masked : null;
        }

        failed++;
        return Substitute(text);
    }

    private int Rewrite(StringBuilder output, string text, int copied, Match match)
    {
        if (_pattern.GroupCount == 0)
        {
            output.Append(text, copied, match.Index - copied).Append(Substitute(match.ValueSpan));
            return match.Index + match.Length;
        }

        foreach (var (start, end) in SecretsOf(match))
        {
            // A group of a look-behind may reach back into what was masked before.
            if (start >= copied || end > copied)
            {
                var from = Math.Max(start, copied);
                output.Append(text, copied, from - copied).Append(Substitute(text.AsSpan(from..end)));
                copied = end;
            }
        }

        return copied;
    }

    // The groups that took part, in their order, those that overlap as one; the whole match where none did, or an alternative without a group would leak.
    private static List<(int Start, int End)> SecretsOf(Match match)
    {
        var secrets = new List<(int Start, int End)>(match.Groups.Count);
        foreach (var group in match.Groups.Values.Skip(1).Where(static group => group.Success).OrderBy(static group => group.Index).ThenByDescending(static group => group.Length))
        {
            var (start, end) = (group.Index, group.Index + group.Length);
            if (secrets is [.., var last] && (start < last.End || end == last.End))
            {
                secrets[^1] = (last.Start, Math.Max(last.End, end));
            }
            else
            {
                secrets.Add((start, end));
            }
        }

        return secrets.Count > 0 ? secrets : [(match.Index, match.Index + match.Length)];
    }

    private string Substitute(ReadOnlySpan<char> secret)
    {
        if (_options.Mode == MaskMode.Redact)
        {
            return _options.Replacement;
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(secret)];
        Encoding.UTF8.GetBytes(secret, bytes);

        // Setting the key up takes as long as a short hash.
        var hash = _hashes.TryTake(out var ready) ? ready : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _hashKey);
        hash.AppendData(bytes);
        var digits = Convert.ToHexStringLower(hash.GetHashAndReset())[.._options.HashLength];
        _hashes.Add(hash);
        return digits;
    }
}
