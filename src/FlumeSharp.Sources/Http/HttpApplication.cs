using System.Buffers;
using FlumeSharp.Channels;
using FlumeSharp.Metrics;
using FlumeSharp.Routing.Interceptors;
using FlumeSharp.Sources.Http.Auth;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FlumeSharp.Sources.Http;

// Serves requests. The usual one, whose body lies in the connection's buffer as a whole, is served without an async method of ours:
// handler, channels, done.
internal sealed class HttpApplication : IHttpApplication<HttpExchange>
{
    private readonly IHttpEventHandler _handler;
    private readonly SourceContext _context;
    private readonly SourceCounters _counters;
    private readonly Credentials? _credentials;
    private readonly BodyReader _bodies;
    private readonly RequestRules _rules;
    private readonly FailureLog _failures;
    private readonly SemaphoreSlim? _places;

    public HttpApplication(IHttpEventHandler handler, SourceContext context, SourceCounters counters, HttpSourceOptions options, BodyRoom room, Credentials? credentials)
    {
        _handler = handler;
        _context = context;
        _counters = counters;
        _credentials = credentials;
        _bodies = new BodyReader(options, room, context.TimeProvider);
        _rules = new RequestRules(options, handler.LeavesHealthChecksToTheSource);
        _failures = new FailureLog(context);
        _places = options.MaxThreads is { } most ? new SemaphoreSlim(most) : null;
    }

    public HttpExchange CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<HttpExchange> container)
        {
            var single = new HttpExchange();
            single.Begin(contextFeatures);
            return single;
        }

        var exchange = container.HostContext ??= new HttpExchange();
        exchange.Begin(contextFeatures);
        return exchange;
    }

    public void DisposeContext(HttpExchange context, Exception? exception) => context.End();

    public Task ProcessRequestAsync(HttpExchange context)
    {
        var verdict = _rules.Judge(context);
        if (verdict == RequestRules.Serve && _credentials is not null && !_credentials.Accept(context.EventRequest.GetHeader("Authorization")))
        {
            _counters.EventReadFail.Increment();
            _failures.Refused(401, "no valid credentials");
            context.Response.Headers.WWWAuthenticate = _credentials.Challenge;
            return Responses.ErrorAsync(context, 401, "Unauthorized");
        }

        return verdict != RequestRules.Serve ? RequestRules.AnswerAsync(context, verdict)
            : _places is null ? ServeAsync(context)
            : ServeInTurnAsync(context, _places);
    }

    private async Task ServeInTurnAsync(HttpExchange exchange, SemaphoreSlim places)
    {
        try
        {
            await places.WaitAsync(exchange.Aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _counters.EventReadFail.Increment();
            _failures.Gone("It did not wait for its turn.");
            return;
        }

        try
        {
            await ServeAsync(exchange).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    private Task ServeAsync(HttpExchange exchange)
    {
        if (!BodyReader.TryReadWhole(exchange, out var whole))
        {
            return ReadAndServeAsync(exchange);
        }

        Exception? failure;
        try
        {
            failure = Handle(exchange, whole);
        }
        finally
        {
            exchange.Body.AdvanceTo(whole.End);
        }

        return failure is null ? DeliverAsync(exchange) : RefuseAsync(exchange, failure);
    }

    private async Task ReadAndServeAsync(HttpExchange exchange)
    {
        Exception? failure;
        try
        {
            using var body = await _bodies.ReadAsync(exchange).ConfigureAwait(false);
            failure = Handle(exchange, body.Content);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or InvalidDataException or TimeoutException)
        {
            _counters.EventReadFail.Increment();
            if (StatusOfBroken(broken) is not { } status)
            {
                _failures.Gone(broken.Message);
                exchange.Abort();
                return;
            }

            await AnswerBrokenBodyAsync(exchange, status, broken).ConfigureAwait(false);
            if (broken is BadHttpRequestException { StatusCode: 400 })
            {
                // The answer stands; the server must know that there is no rest of a body to skip, or it complains about every such client.
                await exchange.StartResponseAsync().ConfigureAwait(false);
                throw;
            }

            return;
        }

        await (failure is null ? DeliverAsync(exchange) : RefuseAsync(exchange, failure)).ConfigureAwait(false);
    }

    private Exception? Handle(HttpExchange exchange, ReadOnlySequence<byte> body)
    {
        try
        {
            exchange.EventRequest.SetBody(body);
            _handler.Handle(exchange.EventRequest, exchange.Events);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
        finally
        {
            exchange.EventRequest.ForgetBody();
        }
    }

    private Task DeliverAsync(HttpExchange exchange)
    {
        var events = exchange.Events;
        var count = events.Count;
        _counters.AppendBatchReceived.Increment();
        _counters.EventReceived.Add(count);
        ValueTask delivery;
        try
        {
            delivery = _context.Processor.ProcessAsync(events, CancellationToken.None);
        }
        catch (Exception failure)
        {
            return FailDeliveryAsync(exchange, failure);
        }

        if (!delivery.IsCompletedSuccessfully)
        {
            return AwaitDeliveryAsync(exchange, delivery, count);
        }

        delivery.GetAwaiter().GetResult();
        Accept(count);
        return Task.CompletedTask;
    }

    private async Task AwaitDeliveryAsync(HttpExchange exchange, ValueTask delivery, int count)
    {
        try
        {
            await delivery.ConfigureAwait(false);
            Accept(count);
        }
        catch (Exception failure)
        {
            await FailDeliveryAsync(exchange, failure).ConfigureAwait(false);
        }
    }

    private void Accept(int count)
    {
        _counters.AppendBatchAccepted.Increment();
        _counters.EventAccepted.Add(count);
        _failures.ChannelTook();
    }

    private Task RefuseAsync(HttpExchange exchange, Exception failure)
    {
        _counters.EventReadFail.Increment();
        var (status, prefix) = failure is HttpBadRequestException ? (400, "Bad request from client. ") : (500, "Deserializer threw unexpected exception. ");
        var message = prefix + failure.Message;
        _failures.Refused(status, message);
        return Responses.ErrorAsync(exchange, status, message);
    }

    private Task FailDeliveryAsync(HttpExchange exchange, Exception failure)
    {
        if (failure is ChannelException)
        {
            _counters.ChannelWriteFail.Increment();
            _failures.ChannelRefused(failure);
            var prefix = failure is RateLimitExceededException ? "Too many events. " : "Error appending event to channel. Channel might be full. ";
            return Responses.ErrorAsync(exchange, 503, prefix + failure.Message);
        }

        _counters.GenericProcessingFail.Increment();
        _failures.ProcessingFailed(failure);
        return Responses.ErrorAsync(exchange, 500, "Unexpected error while appending event to channel. " + failure.Message);
    }

    // Null where there is no client left to answer.
    private static int? StatusOfBroken(Exception broken) => broken switch
    {
        ServerBusyException => 503,
        BadHttpRequestException { StatusCode: 413 } => 413,
        BodyTooLongException => 413,
        InvalidDataException => 400,
        TimeoutException => 408,
        BadHttpRequestException => 500,
        _ => null,
    };

    private Task AnswerBrokenBodyAsync(HttpExchange exchange, int status, Exception broken)
    {
        // Once the framing of the body is lost, the connection cannot be used for another request.
        _failures.Refused(status, broken.Message);
        Responses.CloseConnection(exchange);
        return Responses.ErrorAsync(exchange, status, broken.Message);
    }
}
