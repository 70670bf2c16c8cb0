using System.Reflection;
using System.Runtime.Loader;

namespace FlumeSharp.Registry;

/// <summary>
/// Where a plug-in's assemblies live: each plug-in has its own, so that two of them may bring different versions of a library. What
/// both sides must agree on, FlumeSharp's own assemblies and the abstractions of Microsoft.Extensions, always comes from the host.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly IReadOnlyList<AssemblyDependencyResolver> _resolvers;
    private readonly string[] _assemblyFolders;
    private readonly string _nativeFolder;

    /// <param name="folder">The plug-in's folder, with lib/, libext/ and native/.</param>
    /// <param name="mainAssemblies">Its assemblies with components; the <c>.deps.json</c> beside each says where its dependencies are.</param>
    public PluginLoadContext(string folder, IEnumerable<string> mainAssemblies)
        : base(Path.GetFileName(folder))
    {
        _resolvers = [.. mainAssemblies.Select(static path => new AssemblyDependencyResolver(path))];
        _assemblyFolders = [Path.Combine(folder, PluginLoader.LibraryFolder), Path.Combine(folder, "libext")];
        _nativeFolder = Path.Combine(folder, "native");
    }

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (IsShared(name) && FromHost(name) is { } shared)
        {
            return shared;
        }

        var path = _resolvers.Select(resolver => resolver.ResolveAssemblyToPath(assemblyName)).FirstOrDefault(static found => found is not null)
            ?? _assemblyFolders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);

        // Null sends the question to the host's context, which has the framework.
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc />
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var resolver in _resolvers)
        {
            if (resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path)
            {
                return LoadUnmanagedDllFromPath(path);
            }
        }

        foreach (var fileName in new[] { unmanagedDllName, unmanagedDllName + LibrarySuffix, "lib" + unmanagedDllName + LibrarySuffix })
        {
            var path = Path.Combine(_nativeFolder, fileName);
            if (File.Exists(path))
            {
                return LoadUnmanagedDllFromPath(path);
            }
        }

        return 0;
    }

    private static string LibrarySuffix => OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    private static bool IsShared(string name) => name.StartsWith("FlumeSharp.", StringComparison.Ordinal)
        || (name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal));

    // By name alone: the version was checked when the plug-in was found. A plug-in may itself be called FlumeSharp.Something.
    private static Assembly? FromHost(string name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
