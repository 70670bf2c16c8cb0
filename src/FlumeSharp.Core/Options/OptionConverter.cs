using System.Globalization;

namespace FlumeSharp.Options;

// Text to the type of an option's property by Java's rules.
internal static class OptionConverter
{
    private static readonly string[] LooksTrue = ["yes", "y", "on", "1", "enable", "enabled"];

    /// <summary>Converts a value; false when the default is to stay.</summary>
    public static bool TryConvert(OptionDescriptor option, string text, object defaults, OptionProblemSink problems, out object? value)
    {
        var type = Nullable.GetUnderlyingType(option.Property.PropertyType) ?? option.Property.PropertyType;
        var fallback = option.GetValue(defaults);
        if (type == typeof(string))
        {
            value = text;
            return true;
        }

        if (type == typeof(bool))
        {
            value = ToBoolean(text, problems);
            return true;
        }

        if (type == typeof(int) || type == typeof(long) || type == typeof(TimeSpan))
        {
            return TryToNumber(option, type, text, fallback, problems, out value);
        }

        if (type == typeof(double))
        {
            var isNumber = JavaConvert.TryToDouble(text, out var number);
            value = number;
            if (!isNumber)
            {
                problems.Refuse(OptionProblems.BadValue, text, "a number", fallback);
            }

            return isNumber;
        }

        if (type.IsEnum)
        {
            return TryToEnum(option, type, text, fallback, problems, out value);
        }

        if (type.IsAssignableFrom(typeof(string[])))
        {
            value = JavaConvert.SplitOnBlanks(text);
            return true;
        }

        throw new FlumeException($"{option.Property.DeclaringType?.Name}.{option.Property.Name}: options of type {type.Name} cannot be bound.");
    }

    private static bool ToBoolean(string text, OptionProblemSink problems)
    {
        if (Array.Exists(LooksTrue, word => string.Equals(word, text.Trim(), StringComparison.OrdinalIgnoreCase)))
        {
            problems.Warn(OptionProblems.DoubtfulBoolean, $"'{problems.Key}' is '{text}', which counts as false", "write 'true' or 'false'");
        }

        return JavaConvert.ToBoolean(text);
    }

    private static bool TryToNumber(OptionDescriptor option, Type type, string text, object? fallback, OptionProblemSink problems, out object? value)
    {
        value = null;
        var attribute = option.Attribute;
        var min = attribute.Min;
        var max = attribute.Max;
        var unit = type == typeof(TimeSpan) ? $" of {attribute.Unit.ToString().ToLowerInvariant()}" : "";
        var fallbackText = fallback is TimeSpan span ? InUnit(span, attribute.Unit).ToString(CultureInfo.InvariantCulture) : fallback;
        var isInt = type == typeof(int);
        var parsed = JavaConvert.TryToInt64(text, out var number);
        if (!parsed || (isInt && number is < int.MinValue or > int.MaxValue))
        {
            problems.Refuse(OptionProblems.BadValue, text, $"a whole number{unit}", fallbackText);
            return false;
        }

        if (number < min || number > max)
        {
            var range = (min, max) switch
            {
                (_, long.MaxValue) => $"at least {min.ToString(CultureInfo.InvariantCulture)}",
                (long.MinValue, _) => $"at most {max.ToString(CultureInfo.InvariantCulture)}",
                _ => $"from {min.ToString(CultureInfo.InvariantCulture)} to {max.ToString(CultureInfo.InvariantCulture)}",
            };
            problems.Refuse(OptionProblems.OutOfRange, text, range, fallbackText);
            return false;
        }

        value = isInt ? (int)number : type == typeof(long) ? number : ToTimeSpan(number, attribute.Unit);
        return true;
    }

    private static bool TryToEnum(OptionDescriptor option, Type type, string text, object? fallback, OptionProblemSink problems, out object? value)
    {
        var comparison = option.Attribute.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var names = Enum.GetNames(type);
        var name = Array.Find(names, candidate => string.Equals(candidate, text, comparison) || string.Equals(candidate, text.Replace("_", "", StringComparison.Ordinal), comparison));
        value = name is null ? null : Enum.Parse(type, name);
        if (name is null)
        {
            problems.Refuse(OptionProblems.BadValue, text, $"one of {string.Join(", ", names.Select(option.WordOf))}", fallback is Enum word ? option.WordOf(word.ToString()) : fallback);
        }

        return name is not null;
    }

    private static TimeSpan ToTimeSpan(long number, TimeUnit unit)
    {
        var ticks = TicksPer(unit);
        return number > TimeSpan.MaxValue.Ticks / ticks ? TimeSpan.MaxValue
            : number < TimeSpan.MinValue.Ticks / ticks ? TimeSpan.MinValue
            : new TimeSpan(number * ticks);
    }

    private static long InUnit(TimeSpan span, TimeUnit unit) => span.Ticks / TicksPer(unit);

    private static long TicksPer(TimeUnit unit) => unit switch
    {
        TimeUnit.Milliseconds => TimeSpan.TicksPerMillisecond,
        TimeUnit.Seconds => TimeSpan.TicksPerSecond,
        _ => TimeSpan.TicksPerMinute,
    };
}
