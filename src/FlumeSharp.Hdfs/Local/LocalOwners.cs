using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FlumeSharp.Hdfs.Local;

/// <summary>Names of users and groups by number, through the system's own directory (files, LDAP, ...); a number nobody knows stays a number.</summary>
internal static unsafe class LocalOwners
{
    // A few hundred bytes are usual; a group with thousands of members needs more.
    private const int FirstLength = 4096;
    private const int LastLength = 1 << 20;
    private const int Range = 34;

    private static readonly ConcurrentDictionary<uint, string> Users = new();
    private static readonly ConcurrentDictionary<uint, string> Groups = new();

    private delegate int Lookup(uint id, nint* entry, byte* buffer, nuint length, nint** result);

    public static string User(uint id) => Users.GetOrAdd(id, static id => Find(id, Posix.GetUser));

    public static string Group(uint id) => Groups.GetOrAdd(id, static id => Find(id, Posix.GetGroup));

    private static string Find(uint id, Lookup lookup)
    {
        // struct passwd and struct group both start with the name; neither is larger than this anywhere.
        var entry = stackalloc nint[32];
        for (var length = FirstLength; length <= LastLength; length *= 4)
        {
            var buffer = new byte[length];
            fixed (byte* start = buffer)
            {
                nint* result = null;
                var error = lookup(id, entry, start, (nuint)length, &result);
                if (error == Range)
                    continue;
                if (error == 0 && result != null && Marshal.PtrToStringUTF8(*result) is { Length: > 0 } name)
                    return name;
            }
            break;
        }
        return id.ToString(CultureInfo.InvariantCulture);
    }
}
