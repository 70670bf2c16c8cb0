namespace FlumeSharp.Configuration.ZooKeeper;

/// <summary>ZooKeeper cannot be reached or refuses something.</summary>
internal sealed class ZooKeeperException : FlumeException
{
    public ZooKeeperException(string message)
        : base(message)
    {
    }

    public ZooKeeperException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
