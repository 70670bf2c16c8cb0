namespace FlumeSharp.Registry;

/// <summary>No services at all, for what is made before there is a host.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static readonly NoServices Instance = new();

    private NoServices()
    {
    }

    public object? GetService(Type serviceType) => null;
}
