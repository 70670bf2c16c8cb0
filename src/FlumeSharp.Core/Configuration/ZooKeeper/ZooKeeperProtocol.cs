namespace FlumeSharp.Configuration.ZooKeeper;

/// <summary>The numbers of ZooKeeper's client protocol that reading a node needs.</summary>
/// <remarks>
/// <code>
/// frame:     i32 length | message                       (both directions, big-endian)
/// connect:   i32 version 0 | i64 last zxid | i32 session timeout ms | i64 session 0 | buffer password | bool read-only
/// connected: i32 version | i32 timeout ms, 0 = refused | i64 session | buffer password | [bool read-only]
/// request:   i32 xid | i32 operation | body              getData and exists: string path | bool watch; auth: i32 0 | string scheme | buffer
/// reply:     i32 xid | i64 zxid | i32 error | body       getData: buffer data | stat (68 bytes); exists: stat
/// event:     a reply with xid -1, whose body is i32 type | i32 state | string path; a watch fires once
/// buffer and string: i32 length, -1 = null | bytes (UTF-8)
/// </code>
/// Pings are requests without a body and with xid -2; a server drops a session that says nothing for its timeout. Facts from
/// org.apache.zookeeper.ZooDefs, its jute records and KeeperException, release 3.8.
/// </remarks>
internal static class ZooKeeperProtocol
{
    public const int ExistsOperation = 3;
    public const int GetDataOperation = 4;
    public const int PingOperation = 11;
    public const int AuthOperation = 100;
    public const int CloseOperation = -11;

    public const int EventXid = -1;
    public const int PingXid = -2;
    public const int AuthXid = -4;

    public const int Ok = 0;
    public const int NoNode = -101;
    public const int NoAuth = -102;
    public const int AuthFailed = -115;

    /// <summary>A node holds at most about 1 MB.</summary>
    public const int LargestFrame = 16 * 1024 * 1024;
}
