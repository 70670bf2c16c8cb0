namespace FlumeSharp.Options;

public sealed class JavaConvertTests
{
    // What Double.toString answers.
    [TestCase(0.0, "0.0")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(1.0, "1.0")]
    [TestCase(-1.5, "-1.5")]
    [TestCase(12.5, "12.5")]
    [TestCase(100.0, "100.0")]
    [TestCase(800.0, "800.0")]
    [TestCase(123456.0, "123456.0")]
    [TestCase(9999999.0, "9999999.0")]
    [TestCase(9999999.5, "9999999.5")]
    [TestCase(10000000.0, "1.0E7")]
    [TestCase(12345678.9, "1.23456789E7")]
    [TestCase(0.001, "0.001")]
    [TestCase(0.00123, "0.00123")]
    [TestCase(0.000999, "9.99E-4")]
    [TestCase(33.333333333333336, "33.333333333333336")]
    [TestCase(1e23, "1.0E23")]
    [TestCase(214748364700.0, "2.147483647E11")]
    [TestCase(double.MaxValue, "1.7976931348623157E308")]
    [TestCase(2.2250738585072014E-308, "2.2250738585072014E-308")]
    [TestCase(double.Epsilon, "4.9E-324")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    [TestCase(double.NegativeInfinity, "-Infinity")]
    public void Doubles_are_written_as_java_writes_them(double value, string expected) => JavaConvert.ToText(value).Should().Be(expected);

    [TestCase("1e3", 1000)]
    [TestCase(" 1.5f ", 1.5)]
    [TestCase("2d", 2)]
    [TestCase("+4", 4)]
    [TestCase(".5", 0.5)]
    [TestCase("5.", 5)]
    [TestCase("NaN", double.NaN)]
    [TestCase("-Infinity", double.NegativeInfinity)]
    [TestCase("-NaN", double.NaN)]
    [TestCase("1.f", 1)]
    [TestCase("1e400", double.PositiveInfinity)]
    [TestCase("-1e400", double.NegativeInfinity)]
    [TestCase("0x1p3", 8)]
    [TestCase("-0X.8P+1f", -1)]
    [TestCase("0x1.8p-2d", 0.375)]
    [TestCase("0x1.fffffffffffff8p0", 2)]
    [TestCase("0x1.fffffffffffff7ffp0", 1.9999999999999998)]
    [TestCase("0x1p-1075", 0)]
    [TestCase("0x1.8p-1075", double.Epsilon)]
    [TestCase("0x1p99999999999999999999", double.PositiveInfinity)]
    public void Doubles_are_read_as_java_reads_them(string text, double expected)
    {
        JavaConvert.TryToDouble(text, out var value).Should().BeTrue();
        value.Should().Be(expected);
    }

    [TestCase("")]
    [TestCase("1,5")]
    [TestCase("one")]
    [TestCase("1 2")]
    [TestCase("f")]
    [TestCase("infinity")]
    [TestCase("++NaN")]
    [TestCase("+-Infinity")]
    [TestCase("--1")]
    [TestCase("1ff")]
    [TestCase("1ed")]
    [TestCase("9\0d")]
    [TestCase("0x1")]
    [TestCase("0xp1")]
    [TestCase("0x1.2.3p1")]
    [TestCase("0x-1p1")]
    public void What_java_does_not_read_as_a_double_is_refused(string text) => JavaConvert.TryToDouble(text, out _).Should().BeFalse();

    [TestCase("0", 0)]
    [TestCase(" 42\t", 42)]
    [TestCase("+7", 7)]
    [TestCase("\uFF11\u0662", 12)]
    [TestCase("-2147483648", int.MinValue)]
    public void Whole_numbers_may_have_a_sign_and_blanks_around(string text, int expected)
    {
        JavaConvert.TryToInt32(text, out var value).Should().BeTrue();
        value.Should().Be(expected);
    }

    [TestCase("")]
    [TestCase("10k")]
    [TestCase("1_000")]
    [TestCase("1,000")]
    [TestCase("1.0")]
    [TestCase("0x10")]
    [TestCase("2147483648")]
    [TestCase("- 1")]
    public void Anything_else_is_no_whole_number(string text) => JavaConvert.TryToInt32(text, out _).Should().BeFalse();

    [Test]
    public void Long_numbers_reach_further()
    {
        JavaConvert.TryToInt64("9223372036854775807", out var value).Should().BeTrue();
        value.Should().Be(long.MaxValue);
        JavaConvert.TryToInt64("9223372036854775808", out _).Should().BeFalse();
    }

    [TestCase("true", true)]
    [TestCase(" TRUE ", true)]
    [TestCase("yes", false)]
    [TestCase("1", false)]
    [TestCase("", false)]
    public void Only_true_is_true(string text, bool expected) => JavaConvert.ToBoolean(text).Should().Be(expected);

    [TestCase(" \t\u0000a b\u001f ", "a b")]
    [TestCase("\u00a0a\u2003", "\u00a0a\u2003")]
    [TestCase("  ", "")]
    public void Trimming_takes_control_characters_and_blanks_only(string text, string expected) => JavaConvert.Trim(text).Should().Be(expected);

    [Test]
    public void Lists_are_split_on_runs_of_blanks()
    {
        JavaConvert.SplitOnBlanks(" c1 \t c2\n").Should().Equal("c1", "c2");
        JavaConvert.SplitOnBlanks("  ").Should().BeEmpty();
    }

    [Test]
    public void Lists_are_split_at_the_white_space_of_a_java_pattern()
        => JavaConvert.SplitOnBlanks(" a\tb\u000Bc\u00A0d\u2003e ").Should().Equal("a", "b", "c\u00A0d\u2003e");
}
