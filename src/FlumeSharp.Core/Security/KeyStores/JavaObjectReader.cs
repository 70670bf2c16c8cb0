using System.Buffers.Binary;

namespace FlumeSharp.Security.KeyStores;

/// <summary>
/// Reads as much of Java's object serialization stream as key stores need: objects with primitive, string, byte array, enum and object
/// fields. Class names are data here, so a hostile stream can at most be refused; depth and number of parts are bounded.
/// </summary>
/// <remarks>The grammar stands in the Java Object Serialization Specification, chapter 6.</remarks>
internal sealed class JavaObjectReader
{
    private const int StreamHeader = unchecked((int)0xACED0005);
    private const int FirstHandle = 0x7E0000;
    private const int MostParts = 1000;
    private const int Deepest = 20;

    private readonly ByteCursor _cursor;
    private readonly List<object?> _handles = [];
    private int _depth;

    private JavaObjectReader(ByteCursor cursor) => _cursor = cursor;

    private enum Tag : byte
    {
        Null = 0x70,
        Reference = 0x71,
        ClassDescription = 0x72,
        Object = 0x73,
        String = 0x74,
        Array = 0x75,
        BlockData = 0x77,
        EndBlockData = 0x78,
        Enum = 0x7E,
    }

    [Flags]
    private enum ClassFlags : byte
    {
        WriteMethod = 1,
        Serializable = 2,
    }

    /// <summary>Whether bytes begin as a stream must.</summary>
    public static bool IsStream(ReadOnlySpan<byte> bytes) => BinaryPrimitives.TryReadInt32BigEndian(bytes, out var start) && start == StreamHeader;

    /// <summary>Reads a stream's header and its one object.</summary>
    public static JavaObject ReadStream(ByteCursor cursor)
    {
        if (cursor.ReadInt32() != StreamHeader)
            throw Refuse("it does not begin with Java's stream header");
        return new JavaObjectReader(cursor).ReadContent() as JavaObject ?? throw Refuse("it holds no object");
    }

    private static InvalidDataException Refuse(string reason) => new($"a serialized Java object cannot be read: {reason}");

    private object? ReadContent() => ReadContent((Tag)_cursor.ReadByte());

    private object? ReadContent(Tag tag)
    {
        if (++_depth > Deepest)
            throw Refuse("it is nested too deeply");
        var content = tag switch
        {
            Tag.Null => null,
            Tag.Reference => ReadReference(),
            Tag.ClassDescription => ReadClass(),
            Tag.Object => ReadObject(),
            Tag.String => Remember(_cursor.ReadUtf()),
            Tag.Array => ReadArray(),
            Tag.Enum => ReadEnum(),
            _ => throw Refuse($"it has a part of type {(byte)tag:X2}"),
        };
        _depth--;
        return content;
    }

    private object? ReadReference()
    {
        var index = _cursor.ReadInt32() - FirstHandle;
        return index >= 0 && index < _handles.Count ? _handles[index] : throw Refuse("it refers to a part that is not there");
    }

    private JavaClass ReadClass()
    {
        var name = _cursor.ReadUtf();
        _ = _cursor.ReadInt64();
        var slot = Reserve();
        var flags = (ClassFlags)_cursor.ReadByte();
        var count = _cursor.ReadUInt16();
        if (count > MostParts)
            throw Refuse("a class has too many fields");
        var fields = new (char Type, string Name)[count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = ((char)_cursor.ReadByte(), _cursor.ReadUtf());
            if (fields[i].Type is 'L' or '[')
                _ = ReadContent();
        }
        SkipAnnotation();
        var type = new JavaClass(name, flags, fields, ReadContent() as JavaClass);
        _handles[slot] = type;
        return type;
    }

    private JavaObject ReadObject()
    {
        var type = ReadContent() as JavaClass ?? throw Refuse("an object has no class");
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        var result = new JavaObject(type.Name, fields);
        Remember(result);
        var lineage = new Stack<JavaClass>();
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.Parent)
        {
            // A chain of references could otherwise make one object carry the fields of thousands of classes.
            if (lineage.Count == Deepest)
                throw Refuse("a class has too many ancestors");
            lineage.Push(ancestor);
        }
        foreach (var part in lineage)
        {
            if (!part.Flags.HasFlag(ClassFlags.Serializable))
                throw Refuse($"class '{part.Name}' writes itself in a way of its own");
            foreach (var (kind, name) in part.Fields)
                fields[name] = ReadField(kind);
            if (part.Flags.HasFlag(ClassFlags.WriteMethod))
                SkipAnnotation();
        }
        return result;
    }

    private object? ReadField(char kind) => kind switch
    {
        'B' or 'Z' => _cursor.Take(1),
        'C' or 'S' => _cursor.Take(2),
        'F' or 'I' => _cursor.Take(4),
        'D' or 'J' => _cursor.Take(8),
        'L' or '[' => ReadContent(),
        _ => throw Refuse($"a field has the unknown type '{kind}'"),
    };

    private byte[] ReadArray()
    {
        if (ReadContent() is not JavaClass { Name: "[B" })
            throw Refuse("it has an array of something other than bytes");
        var slot = Reserve();
        var bytes = _cursor.ReadBlock().ToArray();
        _handles[slot] = bytes;
        return bytes;
    }

    private string ReadEnum()
    {
        if (ReadContent() is not JavaClass)
            throw Refuse("an enum has no class");
        var slot = Reserve();
        var name = ReadContent() as string ?? throw Refuse("an enum has no name");
        _handles[slot] = name;
        return name;
    }

    private void SkipAnnotation()
    {
        for (var tag = (Tag)_cursor.ReadByte(); tag != Tag.EndBlockData; tag = (Tag)_cursor.ReadByte())
        {
            if (tag == Tag.BlockData)
                _ = _cursor.Take(_cursor.ReadByte());
            else
                _ = ReadContent(tag);
        }
    }

    private T Remember<T>(T part)
    {
        _handles[Reserve()] = part;
        return part;
    }

    private int Reserve()
    {
        if (_handles.Count == MostParts)
            throw Refuse("it has too many parts");
        _handles.Add(null);
        return _handles.Count - 1;
    }

    private sealed record JavaClass(string Name, ClassFlags Flags, (char Type, string Name)[] Fields, JavaClass? Parent);
}
