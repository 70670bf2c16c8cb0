namespace FlumeSharp.Security;

internal static class KeyStoreGolden
{
    public static string At(string file) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Security", "Golden", file);

    public static byte[] Bytes(string file) => File.ReadAllBytes(At(file));
}
