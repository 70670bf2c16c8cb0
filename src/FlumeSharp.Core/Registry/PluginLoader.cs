using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FlumeSharp.Registry;

/// <summary>
/// Finds plug-ins in Flume's layout, <c>plugins.d/&lt;name&gt;/{lib,libext,native}</c>, and adds their components to the registry. A
/// plug-in that does not work is reported and changes nothing else.
/// </summary>
public static class PluginLoader
{
    /// <summary>The folder of a plug-in that is searched for components.</summary>
    public const string LibraryFolder = "lib";

    private static readonly Assembly Core = typeof(PluginLoader).Assembly;

    /// <summary>Adds the components of all plug-ins.</summary>
    /// <param name="registry">Where they are added.</param>
    /// <param name="roots">Folders with a folder per plug-in; those that do not exist are skipped.</param>
    /// <returns>Every plug-in found, by root and name.</returns>
    public static IReadOnlyList<Plugin> Load(ComponentRegistry registry, IEnumerable<string> roots)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(roots);
        var plugins = new List<Plugin>();
        foreach (var root in roots.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Where(Directory.Exists))
        {
            plugins.AddRange(Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Select(folder => LoadOne(registry, folder)));
        }

        return plugins;
    }

    private static Plugin LoadOne(ComponentRegistry registry, string folder)
    {
        var name = Path.GetFileName(folder);
        var library = Path.Combine(folder, LibraryFolder);
        var before = registry.All.Count;
        try
        {
            var assemblies = Directory.Exists(library)
                ? Directory.EnumerateFiles(library, "*.dll").Order(StringComparer.Ordinal).Where(path => UsesCore(path, name)).ToList()
                : [];
            if (assemblies.Count == 0)
            {
                return new(name, folder, 0, Explain(name, library));
            }

            var context = new PluginLoadContext(folder, assemblies);
            foreach (var path in assemblies)
            {
                registry.AddAssembly(context.LoadFromAssemblyPath(path), name);
            }

            var added = registry.All.Count - before;
            return new(name, folder, added, added > 0 ? null
                : $"Plug-in '{name}' has no public class marked as a FlumeSharp component; mark one with [FlumeSource], [FlumeSink] or the like (docs/plugins.md).");
        }
        catch (FlumeException failure)
        {
            return new(name, folder, registry.All.Count - before, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException or TypeLoadException or ReflectionTypeLoadException or UnauthorizedAccessException or CustomAttributeFormatException)
        {
            return new(name, folder, registry.All.Count - before, $"Plug-in '{name}' cannot be loaded: {Reason(failure)}");
        }
    }

    // Read from the file's metadata: assemblies that are only dependencies need not be loaded to find out.
    private static bool UsesCore(string path, string plugin)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        if (!image.HasMetadata)
        {
            return false;
        }

        var metadata = image.GetMetadataReader();
        if (!metadata.IsAssembly || metadata.GetString(metadata.GetAssemblyDefinition().Name) == Core.GetName().Name)
        {
            return false;
        }

        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            if (metadata.GetString(reference.Name) == Core.GetName().Name)
            {
                var host = Core.GetName().Version!;
                return (reference.Version.Major, reference.Version.Minor).CompareTo((host.Major, host.Minor)) <= 0 ? true : throw new FlumeException(
                    $"Plug-in '{plugin}' ({Path.GetFileName(path)}) was built for FlumeSharp.Core {reference.Version.ToString(2)}, and this is {host.ToString(2)}; update FlumeSharp, or build the plug-in for this version.");
            }
        }

        return false;
    }

    private static string Explain(string name, string library)
    {
        if (!Directory.Exists(library))
        {
            return $"Plug-in '{name}' has no folder {LibraryFolder}/; put its assemblies into {library}.";
        }

        return Directory.EnumerateFiles(library, "*.jar").Any()
            ? $"Plug-in '{name}' consists of Java archives, which cannot run here; rebuild it against FlumeSharp.Core (docs/plugins.md)."
            : $"Plug-in '{name}' has no assembly in {LibraryFolder}/ that uses FlumeSharp.Core; put its .dll files into {library}.";
    }

    private static string Reason(Exception failure) => failure switch
    {
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => first.Message,
        FileNotFoundException { FileName: { } missing } => $"it needs {missing}, which is neither in {LibraryFolder}/ nor in libext/.",
        _ => failure.Message,
    };
}
