namespace FlumeSharp.Components;

/// <summary>What a component is for; names are unique within a kind.</summary>
public enum ComponentKind
{
    /// <summary>Brings events in.</summary>
    Source,

    /// <summary>Keeps events between sources and sinks.</summary>
    Channel,

    /// <summary>Takes events out.</summary>
    Sink,

    /// <summary>Several sinks that one processor serves.</summary>
    SinkGroup,

    /// <summary>Chooses the sink of a group.</summary>
    SinkProcessor,

    /// <summary>Says in which order a load-balancing processor asks its sinks.</summary>
    SinkSelector,

    /// <summary>Chooses the channels of an event.</summary>
    Selector,

    /// <summary>Chooses the one channel of an event for a load-balancing selector.</summary>
    ChannelPolicy,

    /// <summary>Changes or drops events between source and channel.</summary>
    Interceptor,

    /// <summary>Turns events into the bytes of a file.</summary>
    Serializer,

    /// <summary>Turns the bytes of a file into events.</summary>
    Deserializer,

    /// <summary>Turns an HTTP request into events.</summary>
    Handler,

    /// <summary>Resolves references in configuration values.</summary>
    ConfigFilter,

    /// <summary>Says where the configuration comes from, in place of files.</summary>
    ConfigurationProvider,

    /// <summary>Authorizes requests for the configuration.</summary>
    AuthorizationProvider,
}
