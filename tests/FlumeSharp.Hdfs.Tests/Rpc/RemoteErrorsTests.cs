using FlumeSharp.Hdfs.Rpc;

namespace FlumeSharp.Hdfs.Tests.Rpc;

internal sealed class RemoteErrorsTests
{
    private const string NameNode = "org.apache.hadoop.hdfs.server.namenode.";
    private const string Protocol = "org.apache.hadoop.hdfs.protocol.";

    [TestCase(NameNode + "SafeModeException", typeof(SafeModeException), true)]
    [TestCase("org.apache.hadoop.ipc.StandbyException", typeof(StandbyException), true)]
    [TestCase("org.apache.hadoop.security.AccessControlException", typeof(AccessDeniedException), false)]
    [TestCase("org.apache.hadoop.security.authorize.AuthorizationException", typeof(AccessDeniedException), false)]
    [TestCase("org.apache.hadoop.security.token.SecretManager$InvalidToken", typeof(AccessDeniedException), false)]
    [TestCase(Protocol + "DSQuotaExceededException", typeof(QuotaExceededException), false)]
    [TestCase(Protocol + "NSQuotaExceededException", typeof(QuotaExceededException), false)]
    [TestCase(Protocol + "FSLimitException$PathComponentTooLongException", typeof(QuotaExceededException), false)]
    [TestCase(NameNode + "LeaseExpiredException", typeof(LeaseException), false)]
    [TestCase(Protocol + "AlreadyBeingCreatedException", typeof(LeaseException), false)]
    [TestCase(Protocol + "RecoveryInProgressException", typeof(LeaseException), true)]
    [TestCase("java.io.FileNotFoundException", typeof(PathNotFoundException), false)]
    [TestCase("org.apache.hadoop.fs.FileAlreadyExistsException", typeof(PathExistsException), false)]
    [TestCase("org.apache.hadoop.fs.ParentNotDirectoryException", typeof(ParentNotDirectoryException), false)]
    [TestCase("org.apache.hadoop.ipc.RetriableException", typeof(FileSystemException), true)]
    [TestCase(NameNode + "NotReplicatedYetException", typeof(FileSystemException), true)]
    [TestCase("org.example.Unknown", typeof(FileSystemException), false)]
    public void Classes_of_the_server_become_ours(string className, Type expected, bool retryable)
    {
        var exception = RemoteErrors.ToException("nn:8020", "create", className, "the reason\n\tat org.example.Java(Stack:1)");

        exception.Should().BeOfType(expected);
        exception.IsRetryable.Should().Be(retryable);
        exception.RemoteClassName.Should().Be(className);
        exception.Message.Should().Contain("the reason").And.Contain("nn:8020").And.Contain("create").And.NotContain("Stack");
    }

    [TestCase("File /f could only be written to 0 of the 1 minReplication nodes. There are 1 datanode(s) running")]
    [TestCase("File /f could only be replicated to 0 nodes instead of minReplication (=1).")]
    public void Lack_of_datanodes_is_known_by_its_text(string message) =>
        RemoteErrors.ToException("nn:8020", "addBlock", "java.io.IOException", message).Should().BeOfType<NoDatanodeException>()
            .Which.IsRetryable.Should().BeTrue();

    [Test]
    public void A_server_that_names_nothing_still_gives_an_error() =>
        RemoteErrors.ToException("nn:8020", "create", null, null).Message.Should().Contain("no reason given");
}
