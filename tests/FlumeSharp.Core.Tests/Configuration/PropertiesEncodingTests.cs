using System.Text;

namespace FlumeSharp.Configuration;

public sealed class PropertiesEncodingTests
{
    [Test]
    public void Valid_UTF_8_is_read_as_UTF_8()
        => Value(Encoding.UTF8.GetBytes("k=é中")).Should().Be("é中");

    [Test]
    public void Bytes_that_are_no_UTF_8_are_read_as_Latin_1()
        => Value([(byte)'k', (byte)'=', 0xE9, (byte)'!']).Should().Be("é!");

    [Test]
    public void Latin_1_can_be_forced()
        => Value(Encoding.UTF8.GetBytes("k=é"), PropertiesEncoding.Latin1).Should().Be("Ã©");

    [Test]
    public void A_byte_order_mark_is_dropped()
        => PropertiesReader.Read("f", [0xEF, 0xBB, 0xBF, (byte)'k', (byte)'=', (byte)'v']).Entries[0].Key.Should().Be("k");

    [Test]
    public void A_UTF_16_file_is_an_error_that_says_so()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a1.sources = r1\n")];

        var problem = PropertiesReader.Read("f", bytes).Problems.Should().ContainSingle().Subject;

        problem.Code.Should().Be(ProblemCodes.Utf16File);
        problem.Remedy.Should().Contain("UTF-8");
    }

    private static string Value(byte[] bytes, PropertiesEncoding encoding = PropertiesEncoding.Automatic)
        => PropertiesReader.Read("f", bytes, encoding).Entries.Single().Value;
}
