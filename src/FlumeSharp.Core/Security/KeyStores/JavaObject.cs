namespace FlumeSharp.Security.KeyStores;

/// <summary>An object read from a Java serialization stream: only names and values, nothing is instantiated from it.</summary>
internal sealed class JavaObject(string className, Dictionary<string, object?> fields)
{
    public string ClassName => className;

    public string Text(string field) => Field<string>(field);

    public byte[] Bytes(string field) => Field<byte[]>(field);

    private T Field<T>(string field)
        => fields.GetValueOrDefault(field) is T value ? value : throw new InvalidDataException($"'{className}' has no usable field '{field}'");
}
