namespace FlumeSharp.Sources.Http;

/// <summary>
/// Turns an HTTP request into events. The plug-in point of the HTTP source: mark a public class with
/// <see cref="Registry.FlumeHandlerAttribute"/> and name it in the source's <c>handler</c> key; its own keys stand below <c>handler.</c>.
/// </summary>
/// <remarks>One instance serves all requests of a source, many at a time. A handler that is disposable is disposed with its source.</remarks>
public interface IHttpEventHandler
{
    /// <summary>
    /// Whether GET and HEAD requests without a body on <c>/</c> and <c>/healthz</c> are health checks, which the source answers with
    /// 200 by itself. Default: no, every request goes to the handler.
    /// </summary>
    bool LeavesHealthChecksToTheSource => false;

    /// <summary>Adds the request's events to a batch, which is one transaction of each channel. No events is fine: the answer is 200.</summary>
    /// <param name="request">The request. Neither it nor its body may be used after the call: events copy what they keep.</param>
    /// <param name="events">Empty when the call begins. After an exception nothing of it is stored.</param>
    /// <exception cref="HttpBadRequestException">The client is at fault; it gets 400 with the message. Any other exception is 500.</exception>
    void Handle(HttpEventRequest request, EventBatch events);
}
