namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Keys as text, in files and variables.</summary>
public sealed class KeySourceTests
{
    [TestCase(16)]
    [TestCase(24)]
    [TestCase(32)]
    public void A_key_is_read_from_digits_and_from_base64(int length)
    {
        var key = Enumerable.Range(201, length).Select(static i => (byte)i).ToArray();

        KeyText.Parse(" " + Convert.ToHexString(key) + "\n", "x").ToArray().Should().Equal(key);
        KeyText.Parse(Convert.ToHexStringLower(key), "x").ToArray().Should().Equal(key);
        KeyText.Parse(Convert.ToBase64String(key) + "\r\n", "x").ToArray().Should().Equal(key);
    }

    [TestCase("")]
    [TestCase("secret")]
    [TestCase("00112233445566778899aabbccddee")]
    [TestCase("00112233445566778899aabbccddeeffgg")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA==AAAA")]
    public void What_is_no_key_is_refused_and_not_repeated(string text)
    {
        var parse = () => KeyText.Parse(text, "The file 'f'");

        var message = parse.Should().Throw<ChannelException>().Which.Message;
        message.Should().StartWith("The file 'f' holds no key: write 16, 24 or 32 random bytes");
        if (text.Length > 0)
            message.Should().NotContain(text);
    }

    [Test]
    public void A_missing_file_and_an_alias_without_one_are_named()
    {
        var keys = new KeyFiles(new Dictionary<string, string> { ["a"] = "/nowhere/key" });

        keys.Source.Should().Be("key files '/nowhere/key'");
        keys.Invoking(k => k.Get("a")).Should().Throw<ChannelException>().WithMessage("The file '/nowhere/key' of the key 'a' cannot be read: *");
        keys.Invoking(k => k.Get("b")).Should().Throw<ChannelException>().WithMessage("*add encryption.keyProvider.keys.b.file.");
        new KeyVariables(new Dictionary<string, string>()).Invoking(k => k.Get("b")).Should().Throw<ChannelException>().WithMessage("*add encryption.keyProvider.keys.b.variable.");
    }
}
