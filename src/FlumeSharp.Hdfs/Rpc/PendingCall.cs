using Google.Protobuf;

namespace FlumeSharp.Hdfs.Rpc;

/// <summary>A call that waits for its response.</summary>
internal abstract class PendingCall
{
    /// <summary>What is being called, for messages.</summary>
    public abstract string Operation { get; }

    public abstract void Complete(ReadOnlySpan<byte> response);

    public abstract void Fail(Exception exception);
}

/// <inheritdoc />
internal sealed class PendingCall<TResponse>(RpcMethod<TResponse> method) : PendingCall
    where TResponse : IMessage<TResponse>
{
    private readonly TaskCompletionSource<TResponse> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Operation => method.Name;

    public Task<TResponse> Task => _source.Task;

    public override void Complete(ReadOnlySpan<byte> response)
    {
        try
        {
            _source.TrySetResult(Delimited.Take(ref response, method.Parser));
        }
        catch (Exception e) when (e is InvalidDataException or InvalidProtocolBufferException)
        {
            _source.TrySetException(new FileSystemException($"The namenode's answer is not a {typeof(TResponse).Name}.", e));
        }
    }

    public override void Fail(Exception exception) => _source.TrySetException(exception);
}
