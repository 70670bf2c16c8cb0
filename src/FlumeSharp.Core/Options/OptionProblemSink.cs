using FlumeSharp.Configuration;

namespace FlumeSharp.Options;

// Reports what is wrong with one key's value. Lenient keys fall back to their default with a warning, as Flume does for them.
internal readonly record struct OptionProblemSink(ProblemList Problems, OptionDescriptor Option, string Key)
{
    public void Refuse(string code, string value, string expected, object? fallback)
    {
        var isSecret = Option.IsSecret || Problems.IsFiltered(Key);
        var shown = isSecret ? SecretKeys.Mask : value;
        var remedy = (isSecret ? null : TrailingComment.Remedy(value)) ?? $"set it to {expected}";
        var text = $"'{Key}' must be {expected} but is '{shown}'";
        if (Option.Attribute.Lenient)
        {
            Problems.Add(ProblemSeverity.Warning, code, Key, $"{text}; the default {fallback ?? "(none)"} is used", remedy);
        }
        else
        {
            Problems.Add(ProblemSeverity.Error, code, Key, text, remedy);
        }
    }

    public void Warn(string code, string text, string remedy) => Problems.Add(ProblemSeverity.Warning, code, Key, text, remedy);
}
