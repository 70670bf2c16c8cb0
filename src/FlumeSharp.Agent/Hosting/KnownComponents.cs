using System.Reflection;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Hosting;

/// <summary>All component types there are: ours, and those of the plug-ins.</summary>
internal static class KnownComponents
{
    private static readonly string[] BuiltIn = ["FlumeSharp.Sources", "FlumeSharp.Channels", "FlumeSharp.Sinks"];

    /// <summary>Searches the built-in assemblies, <c>plugins.d</c> in Flume's home, and further plug-in folders.</summary>
    /// <param name="pluginPaths">Folders of plug-ins besides the default one.</param>
    /// <param name="plugins">What became of each plug-in.</param>
    public static ComponentRegistry Load(IReadOnlyList<string> pluginPaths, out IReadOnlyList<Plugin> plugins)
    {
        var registry = new ComponentRegistry([.. BuiltIn.Select(Assembly.Load), typeof(IComponent).Assembly]);
        plugins = PluginLoader.Load(registry, [Path.Combine(FlumeHome.Folder, "plugins.d"), .. pluginPaths]);
        return registry;
    }
}
