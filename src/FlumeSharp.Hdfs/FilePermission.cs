namespace FlumeSharp.Hdfs;

/// <summary>POSIX permission bits, the lower twelve (sticky, rwx for owner, group and others).</summary>
/// <param name="Mode">The bits, such as octal 644 as 0b110_100_100.</param>
public readonly record struct FilePermission(ushort Mode)
{
    /// <summary>The bits as <c>ls -l</c> shows them, without the file type: <c>rw-r--r--</c>.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[9];
        for (var i = 0; i < 9; i++)
        {
            text[i] = (Mode & (1 << (8 - i))) == 0 ? '-' : "rwx"[i % 3];
        }
        if ((Mode & 0x200) != 0)
        {
            text[8] = text[8] == 'x' ? 't' : 'T';
        }
        return new string(text);
    }
}
