namespace FlumeSharp.Routing;

/// <summary>Says which of a source's channels gets an event. Called concurrently, once per event.</summary>
public interface IChannelPolicy
{
    /// <summary>The place of a channel, from 0.</summary>
    /// <param name="item">The event, for policies that go by its headers.</param>
    /// <param name="channels">How many channels there are; at least one.</param>
    int Choose(Event item, int channels);
}
