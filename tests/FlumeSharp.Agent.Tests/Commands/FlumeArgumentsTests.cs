namespace FlumeSharp.Agent.Commands;

public sealed class FlumeArgumentsTests
{
    [TestCase("-na1", "-n a1")]
    [TestCase("-n=a1", "-n a1")]
    [TestCase("-n a1", "-n a1")]
    [TestCase("-name a1", "--name a1")]
    [TestCase("--name=a1", "--name=a1")]
    [TestCase("--conf-fil x.conf", "--conf-file x.conf")]
    [TestCase("-conf-file x.conf", "--conf-file x.conf")]
    [TestCase("-conf dir", "--conf dir")]
    [TestCase("--conf dir", "--conf dir")]
    [TestCase("-fx.conf", "-f x.conf")]
    [TestCase("-Dk=v=w", "-D=k=v=w")]
    [TestCase("-D k=v", "-D=k=v")]
    [TestCase("-Xmx512m", "--jvm-flag=-Xmx512m")]
    [TestCase("-agentlib:jdwp=x", "--jvm-flag=-agentlib:jdwp=x")]
    [TestCase("-user alice", "--conf-user alice")]
    [TestCase("-pwd=x", "--conf-password=x")]
    [TestCase("-prov Acme.Source", "--conf-provider Acme.Source")]
    [TestCase("-uhttp://x/ -zzk:1 -p/f", "-u http://x/ -z zk:1 -p /f")]
    [TestCase("-d", "-d")]
    [TestCase("--wait-for -n a1", "--wait-for-config -n a1")]
    [TestCase("--no-such", "--no-such")]
    public void Spellings_of_Flume_become_ours(string words, string expected) =>
        string.Join(' ', FlumeArguments.Normalize(["agent", .. words.Split(' ')])).Should().Be($"agent {expected}");

    [Test]
    public void Other_verbs_keep_their_words() => FlumeArguments.Normalize(["fs", "-ls", "file:///"]).Should().Equal("fs", "-ls", "file:///");
}
