using System.Text;

namespace FlumeSharp.Agent.Commands;

/// <summary>Writes bytes where a command's text goes: a file's text goes out in the file's encoding, not in that of the terminal.</summary>
internal static class ByteOutput
{
    /// <summary>Writes bytes behind what was written so far.</summary>
    /// <param name="output">Where the command writes.</param>
    /// <param name="bytes">What to write.</param>
    /// <param name="encoding">What the bytes are as text, for a writer that keeps text only.</param>
    public static void Write(TextWriter output, byte[] bytes, Encoding encoding)
    {
        output.Flush();
        if (ReferenceEquals(output, Console.Out))
        {
            using var stream = Console.OpenStandardOutput();
            stream.Write(bytes);
        }
        else if (output is StreamWriter writer)
        {
            writer.BaseStream.Write(bytes);
        }
        else
        {
            output.Write(encoding.GetString(bytes));
        }
    }
}
