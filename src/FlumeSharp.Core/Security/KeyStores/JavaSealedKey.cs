namespace FlumeSharp.Security.KeyStores;

/// <summary>A secret key of a JCEKS store: a serialized SealedObject around a serialized, encrypted key.</summary>
internal sealed class JavaSealedKey
{
    private readonly ReadOnlyMemory<byte> _parameters;
    private readonly ReadOnlyMemory<byte> _content;

    private JavaSealedKey(ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> content)
    {
        _parameters = parameters;
        _content = content;
    }

    /// <summary>Reads the sealed object; it has no length of its own, so only its grammar says where it ends.</summary>
    public static JavaSealedKey Read(ByteCursor cursor)
    {
        var seal = JavaObjectReader.ReadStream(cursor);
        if (seal.ClassName is not ("com.sun.crypto.provider.SealedObjectForKeyProtector" or "javax.crypto.SealedObject"))
            throw new InvalidDataException($"a secret key is stored as '{seal.ClassName}', which is no sealed object");
        if (seal.Text("sealAlg") is var algorithm && algorithm != "PBEWithMD5AndTripleDES")
            throw new NotSupportedException($"a secret key is sealed with '{algorithm}'; only PBEWithMD5AndTripleDES is supported");
        return new JavaSealedKey(seal.Bytes("encodedParams"), seal.Bytes("encryptedContent"));
    }

    /// <summary>Decrypts the key.</summary>
    public SecretKey Unlock(string password)
    {
        var plain = PasswordEncryption.DecryptJavaTripleDes(_parameters, _content.Span, password);
        if (!JavaObjectReader.IsStream(plain))
            throw new WrongPasswordException(); // Noise behind a padding that looked right by chance.
        var key = JavaObjectReader.ReadStream(new ByteCursor(plain));
        switch (key.ClassName)
        {
            case "javax.crypto.spec.SecretKeySpec":
                return new SecretKey(key.Text("algorithm"), key.Bytes("key"));
            case "java.security.KeyRep" when key.Text("format") == "RAW" && key.Text("type") == "SECRET":
                return new SecretKey(key.Text("algorithm"), key.Bytes("encoded"));
            default:
                throw new NotSupportedException($"the secret key is of class '{key.ClassName}', which cannot be read");
        }
    }
}
