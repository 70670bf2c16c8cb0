using Microsoft.Extensions.DependencyInjection;

namespace FlumeSharp.Agent.Hosting;

/// <summary>HTTP clients for components that want them. Most agents have none that does, and need not load the libraries at every start.</summary>
internal sealed class LazyHttpClientFactory : IHttpClientFactory, IDisposable
{
    private readonly Lazy<ServiceProvider> _services = new(static () => new ServiceCollection().AddHttpClient().BuildServiceProvider());

    /// <inheritdoc />
    public HttpClient CreateClient(string name) => _services.Value.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    /// <inheritdoc />
    public void Dispose()
    {
        if (_services.IsValueCreated)
        {
            _services.Value.Dispose();
        }
    }
}
