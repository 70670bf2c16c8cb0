using FlumeSharp.Integration.Tests.Servers;

namespace FlumeSharp.Integration.Tests;

/// <summary>Stops what the tests of this assembly shared.</summary>
[SetUpFixture]
internal sealed class SharedServers
{
    [OneTimeTearDown]
    public Task StopAsync() => HdfsCluster.StopSharedAsync();
}
