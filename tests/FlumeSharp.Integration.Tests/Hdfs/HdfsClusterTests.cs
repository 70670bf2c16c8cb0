using System.Text;
using FlumeSharp.Integration.Tests.Servers;

namespace FlumeSharp.Integration.Tests.Hdfs;

[Category("Integration")]
internal sealed class HdfsClusterTests
{
    [Test]
    public async Task What_one_command_writes_another_reads()
    {
        var cluster = await HdfsCluster.SharedAsync();
        var written = Encoding.UTF8.GetBytes("through the fixture\n");

        await cluster.PutAsync("/fixture/put.txt", written);

        (await cluster.CatAsync("/fixture/put.txt")).Should().Equal(written);
    }
}
