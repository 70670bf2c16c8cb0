using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace FlumeSharp.Routing.Interceptors.Patterns;

/// <summary>
/// A Java pattern ready to search with. Two translations serve it, a fast one for plain text and one for any text; and each has a
/// second engine without backtracking, which takes over for good when a search once takes too long.
/// </summary>
/// <remarks>Searches that are given up cost a <see cref="SearchPatience"/>; while it is used up, a search has hardly any time.</remarks>
internal sealed class JavaRegex
{
    private const int MostKept = 4096;
    private static readonly SearchValues<char> UnusualLineEnds = SearchValues.Create("\r\u0085\u2028\u2029");

    [ThreadStatic]
    private static StringBuilder? _output;

    private readonly Engine _plain;
    private readonly Lazy<Engine> _any;
    private readonly bool _isOneForAll;
    private readonly TimeProvider _time;
    private readonly SearchPatience _patience;

    private JavaRegex(string java, bool isFullMatch, TimeProvider time)
    {
        _time = time;
        _patience = new SearchPatience(time);
        var plain = PatternTranslator.Translate(java, isPlain: true);
        var any = PatternTranslator.Translate(java, isPlain: false);
        GroupCount = plain.GroupCount;
        GroupNames = plain.GroupNames;
        _isOneForAll = plain.Output == any.Output;
        _plain = new Engine(plain, isFullMatch);
        _any = new(() => _isOneForAll ? _plain : new Engine(any, isFullMatch));

        // Parses only: what .NET refuses must be known now.
        _ = new Regex(any.Output, RegexOptions.CultureInvariant, Engine.LongPatience);
    }

    /// <summary>How many capturing groups there are.</summary>
    public int GroupCount { get; }

    /// <summary>The numbers of the groups that have names.</summary>
    public IReadOnlyDictionary<string, int> GroupNames { get; }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="java">The pattern, in Java's syntax.</param>
    /// <param name="isFullMatch">Whether it must match the whole text.</param>
    /// <param name="time">What measures the time that searches take; the machine's clock when left out.</param>
    /// <exception cref="ArgumentException">It is malformed.</exception>
    /// <exception cref="FlumeException">It is malformed, or has no counterpart in .NET.</exception>
    public static JavaRegex Compile(string java, bool isFullMatch = false, TimeProvider? time = null) => new(java, isFullMatch, time ?? TimeProvider.System);

    /// <summary>Runs a search. False when it took too long; the text counts as one that the pattern cannot be tried on.</summary>
    public bool TryRun<TState, TResult>(ReadOnlySpan<char> text, TState state, Func<Regex, ReadOnlySpan<char>, TState, TResult> search, out TResult? result)
        where TState : allows ref struct
    {
        var engine = _isOneForAll || IsPlain(text) ? _plain : _any.Value;
        while (true)
        {
            var isHasty = _patience.IsUsedUp;
            var regex = isHasty ? engine.Hasty : engine.Current;
            try
            {
                result = search(regex, text, state);
                return true;
            }
            catch (RegexMatchTimeoutException)
            {
                if (isHasty || !engine.TryReplace(regex))
                {
                    if (!isHasty)
                    {
                        _patience.Use(regex.MatchTimeout);
                    }

                    result = default;
                    return false;
                }
            }
        }
    }

    /// <summary>Writes a text anew, match by match, in the time of one search.</summary>
    /// <param name="text">The text.</param>
    /// <param name="state">For <paramref name="rewrite"/>.</param>
    /// <param name="rewrite">Appends what stands in the place of a match, with the text before it, and answers up to where the text is written.</param>
    /// <param name="result">The new text.</param>
    /// <returns>True with a new text; false when nothing is found; null when it took too long.</returns>
    public bool? TryRewrite<TState>(ReadOnlySpan<char> text, TState state, Func<StringBuilder, string, int, Match, TState, int> rewrite, out string? result)
    {
        result = null;
        return IsMatch(text) is not true and var answer
            ? answer
            : TryRun(text, (Text: text.ToString(), State: state, Rewrite: rewrite, Time: _time), static (regex, _, run) =>
            {
                // The time of a search begins anew with each match: a body with many of them needs a limit of its own.
                var limit = regex.MatchTimeout < Engine.ShortPatience ? regex.MatchTimeout : Engine.LongPatience;
                var (started, copied) = (run.Time.GetTimestamp(), 0);
                var output = Rented(run.Text.Length);
                for (var match = regex.Match(run.Text); match.Success; match = match.NextMatch())
                {
                    copied = run.Rewrite(output, run.Text, copied, match, run.State);
                    if (run.Time.GetElapsedTime(started) > limit)
                    {
                        throw new RegexMatchTimeoutException("", "", limit);
                    }
                }

                return output.Append(run.Text, copied, run.Text.Length - copied).ToString();
            }, out result) ? true : null;
    }

    // The builder of this thread, empty. One that a large text has made large is not kept.
    private static StringBuilder Rented(int length)
    {
        if (length > MostKept)
        {
            return new StringBuilder(length);
        }

        var output = _output is { Capacity: <= MostKept * 2 } kept ? kept : _output = new StringBuilder(MostKept);
        return output.Clear();
    }

    /// <summary>Whether the pattern is found; null when the search took too long.</summary>
    public bool? IsMatch(ReadOnlySpan<char> text) =>
        TryRun(text, 0, static (regex, where, _) => regex.IsMatch(where), out var isMatch) ? isMatch : null;

    /// <summary>Finds the first match. False when the search took too long.</summary>
    public bool TryMatch(string text, out Match? match) => TryRun(text, text, static (regex, _, where) => regex.Match(where), out match);

    private static bool IsPlain(ReadOnlySpan<char> text) =>
        !text.ContainsAny(UnusualLineEnds) && !text.ContainsAnyInRange('\uD800', '\uDFFF');

    private sealed class Engine
    {
        // The clock is the wall's, so a busy machine may cut off an innocent search: harmless where another engine repeats it.
        public static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(250);
        public static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(2);

        // Enough for nearly every text, and little enough for a batch of which every event takes too long.
        private static readonly TimeSpan _hastyPatience = TimeSpan.FromMilliseconds(10);

        private readonly Lock _gate = new();
        private readonly string _pattern;
        private readonly bool _isRegular;
        private Regex _current;
        private Regex? _hasty;

        public Engine(PatternTranslator translated, bool isFullMatch)
        {
            _pattern = isFullMatch ? $@"\A(?:{translated.Output})\z" : translated.Output;
            _isRegular = translated.IsRegular;
            _current = new Regex(_pattern, JavaPattern.OptionsFor(_pattern), _isRegular ? ShortPatience : LongPatience);
        }

        public Regex Current => Volatile.Read(ref _current);

        // The current one with hardly any time.
        public Regex Hasty
        {
            get
            {
                lock (_gate)
                {
                    return _hasty ??= new Regex(_pattern, _current.Options, _hastyPatience);
                }
            }
        }

        // Puts the engine without backtracking in the place of the one that was too slow. False when there is none.
        public bool TryReplace(Regex tooSlow)
        {
            lock (_gate)
            {
                if (!ReferenceEquals(tooSlow, _current))
                {
                    return true;
                }

                if (!_isRegular || (tooSlow.Options & RegexOptions.NonBacktracking) != RegexOptions.None)
                {
                    return false;
                }

                try
                {
                    _current = new Regex(_pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, LongPatience);
                    _hasty = null;
                    return true;
                }
                catch (NotSupportedException)
                {
                    // Too large for an automaton: '(a{500}){500}'.
                    return false;
                }
            }
        }
    }
}
