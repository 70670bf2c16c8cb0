using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Http;

// The only public way to give the socket transport a memory pool is the registration it offers web hosts. This is just enough of a
// web host's builder to call it.
internal sealed class TransportServices : IWebHostBuilder
{
    private readonly ServiceCollection _services = [];

    public static ServiceProvider Build(HttpSourceOptions options, ILoggerFactory loggerFactory, IMemoryPoolFactory<byte> pool)
    {
        var builder = new TransportServices();
        builder._services.AddSingleton(loggerFactory).AddSingleton(pool).AddOptions();
        builder.UseSockets(sockets =>
        {
            sockets.NoDelay = options.TcpNoDelay;
            sockets.Backlog = options.AcceptQueueSize > 0 ? options.AcceptQueueSize : sockets.Backlog;
        });
        if (options.Tls.Enabled)
        {
            // TLS connections need a few services that only this registers.
            builder._services.AddMetrics();
            builder.UseKestrelCore();
        }

        return builder._services.BuildServiceProvider();
    }

    public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
    {
        configureServices(_services);
        return this;
    }

    public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
    {
        configureServices(new WebHostBuilderContext(), _services);
        return this;
    }

#pragma warning disable ASPDEPR008 // the interface that UseSockets extends still has this member
    public IWebHost Build() => throw new NotSupportedException("This builder only collects the services of the transport.");
#pragma warning restore ASPDEPR008

    public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => this;

    public string? GetSetting(string key) => null;

    public IWebHostBuilder UseSetting(string key, string? value) => this;
}
