namespace FlumeSharp.Sources.Http.Blob;

internal static class BlobHeaders
{
    public static EventHeaders From(Dictionary<string, string> parameters)
    {
        var entries = new KeyValuePair<string, string?>[parameters.Count];
        var at = 0;
        foreach (var (name, value) in parameters)
        {
            entries[at++] = new(name, value);
        }

        return EventHeaders.FromDistinct(entries);
    }
}
