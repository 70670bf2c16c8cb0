namespace FlumeSharp.Routing.Interceptors;

// Sets one header to one value on a whole batch. Neighbours often share their headers; then they share the outcome too.
internal sealed class HeaderStamp(string name, string value, bool preserveExisting)
{
    private readonly EventHeaders _alone = EventHeaders.Of(name, value);

    public void Apply(EventBatch batch)
    {
        var before = EventHeaders.Empty;
        var after = _alone;
        foreach (var item in batch.Events)
        {
            if (!ReferenceEquals(item.Headers, before))
            {
                before = item.Headers;
                after = before.Count == 0 ? _alone
                    : preserveExisting && before.Contains(name) ? before
                    : before.Set(name, value);
            }

            item.Headers = after;
        }
    }
}
