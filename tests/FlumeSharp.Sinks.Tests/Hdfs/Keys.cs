namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Configurations of the HDFS sink for tests: a text file that never rolls by itself, and what a test changes.</summary>
internal static class Keys
{
    public static Dictionary<string, string> Text(string path, params ReadOnlySpan<(string Key, string Value)> more)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["hdfs.path"] = path,
            ["hdfs.fileType"] = "DataStream",
            ["hdfs.rollInterval"] = "0",
            ["hdfs.rollSize"] = "0",
            ["hdfs.rollCount"] = "0",
        };
        foreach (var (key, value) in more)
        {
            keys[key] = value;
        }

        return keys;
    }
}
