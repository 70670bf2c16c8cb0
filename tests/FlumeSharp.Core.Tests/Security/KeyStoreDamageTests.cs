using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Security;

/// <summary>Damaged and hostile stores end in a clear error that names the file, within bounded time and memory.</summary>
public sealed class KeyStoreDamageTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("flumesharp-keys-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private string? Problem(byte[] bytes, string? password = "storepass")
    {
        var file = Path.Combine(_folder, "damaged.jks");
        File.WriteAllBytes(file, bytes);
        try
        {
            UseEverything(KeyStore.Load(file, password));
            return null;
        }
        catch (KeyStoreException ex)
        {
            ex.Message.Should().Contain("damaged.jks");
            return ex.Message;
        }
    }

    private static void UseEverything(KeyStore store)
    {
        store.GetTrustedCertificates();
        foreach (var entry in store.Entries)
        {
            switch (entry.Kind)
            {
                case KeyStoreEntryKind.PrivateKey:
                    store.GetIssuers(entry.Alias);
                    store.GetCertificate(entry.Alias, entry.Alias == "server" && store.Type != KeyStoreType.Pkcs12 ? "keypass" : null).Dispose();
                    break;
                case KeyStoreEntryKind.SecretKey:
                    store.GetSecretKey(entry.Alias, entry.Alias == "key-1" ? "keypass" : null);
                    break;
            }
        }
    }

    [TestCase("server.jks")]
    [TestCase("server.jceks")]
    public void Everything_in_an_undamaged_store_works(string file) => Problem(KeyStoreGolden.Bytes(file)).Should().BeNull();

    [TestCase("server.jks")]
    [TestCase("server.jceks")]
    [TestCase("pkcs12-named.jks")]
    [TestCase("openssl-trust.p12")]
    public void A_store_cut_anywhere_is_refused(string file)
    {
        var whole = KeyStoreGolden.Bytes(file);

        for (var length = 0; length < whole.Length; length += 29)
            Problem(whole[..length]).Should().NotBeNull("{0} bytes of {1} are no store", length, whole.Length);
    }

    [TestCase("server.jks")]
    [TestCase("server.jceks")]
    public void A_flipped_bit_is_noticed(string file)
    {
        var whole = KeyStoreGolden.Bytes(file);

        for (var at = 0; at < whole.Length; at += 17)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            Problem(damaged).Should().NotBeNull("bit {0} of byte {1} differs", at % 8, at);
        }
    }

    [TestCase("server.jks")]
    [TestCase("server.jceks")]
    public void A_flipped_bit_in_an_unchecked_store_does_no_harm(string file)
    {
        // Without a password there is no digest to stop a damaged file, so the parsers see all of it.
        var whole = KeyStoreGolden.Bytes(file);

        for (var at = 0; at < whole.Length; at += 11)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            Problem(damaged, password: null);
        }
    }

    [TestCase("pkcs12-named.jks")]
    [TestCase("openssl-trust.p12")]
    public void A_flipped_bit_in_a_PKCS12_store_is_noticed_or_harmless(string file)
    {
        // The MAC covers the contents; what surrounds them has forms that mean the same.
        var whole = KeyStoreGolden.Bytes(file);

        for (var at = 0; at < whole.Length; at += 97)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            Problem(damaged);
        }
    }

    [Test]
    public void Random_bytes_behind_each_magic_are_refused()
    {
        var random = new Random(5);
        byte[][] starts = [[0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2], [0xCE, 0xCE, 0xCE, 0xCE, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3], [0x30, 0x82]];
        for (var i = 0; i < 600; i++)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            Problem([.. starts[i % 3], .. noise], i % 2 == 0 ? "storepass" : null).Should().NotBeNull();
        }
    }

    [Test]
    public void False_counts_and_lengths_claim_no_memory()
    {
        byte[] manyEntries = [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0x7F, 0xFF, 0xFF, 0xFF, .. new byte[60]];
        byte[] longKey = [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0x61, .. new byte[8], 0x7F, 0xFF, 0xFF, 0xFF, .. new byte[60]];
        var before = GC.GetAllocatedBytesForCurrentThread();

        Problem(manyEntries).Should().Contain("claims 2147483647 entries");
        Problem(longKey).Should().Contain("2147483647 bytes should follow");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2_000_000);
    }

    [Test]
    public void A_deeply_nested_object_is_refused()
    {
        byte[] start = [0xCE, 0xCE, 0xCE, 0xCE, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 1, 0x61, .. new byte[8], 0xAC, 0xED, 0, 5];

        // An object whose class is an object whose class is ...
        Problem([.. start, .. Enumerable.Repeat((byte)0x73, 100_000)]).Should().Contain("nested too deeply");
    }

    [TestCase("", "0 bytes")]
    [TestCase("\u0001\u0002\u0003\u0004abc", "01020304")]
    [TestCase("-----BEGIN CERTIFICATE-----", "PEM")]
    public void Another_kind_of_file_is_named(string content, string reason)
        => Problem(System.Text.Encoding.Latin1.GetBytes(content)).Should().Contain(reason);

    [Test]
    public void A_missing_file_is_named()
        => FluentActions.Invoking(() => KeyStore.Load(Path.Combine(_folder, "no.jks"), "x")).Should().Throw<KeyStoreException>()
            .WithMessage("*no.jks*does not exist*");
}
