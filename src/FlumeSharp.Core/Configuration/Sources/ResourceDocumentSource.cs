using System.Reflection;

namespace FlumeSharp.Configuration.Sources;

/// <summary>
/// What <c>classpath:name</c> stands for: a file in the configuration folder or another resource folder, else a resource embedded in an
/// assembly of the agent or a plug-in. As in Flume it is read once and never changes.
/// </summary>
internal sealed class ResourceDocumentSource(string uri, string resource, ConfigurationEnvironment environment) : IDocumentSource
{
    private SourceDocument? _read;

    public string Name => uri;

    public bool IsRemote => false;

    public ValueTask<SourceDocument> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_read ??= Read());

    public async ValueTask WaitForHintAsync(CancellationToken cancellationToken)
        => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SourceDocument Read()
    {
        if (ConfigurationFormat.Refuse(uri, resource) is { } refused)
            return refused;
        try
        {
            if (environment.FindResource(resource) is { } file)
                return SourceDocument.Of(uri, File.ReadAllBytes(file), environment.Encoding);
            if (Embedded() is { } bytes)
                return SourceDocument.Of(uri, bytes, environment.Encoding);
        }
        catch (Exception e) when (PropertiesFile.IsExpected(e))
        {
            return Unavailable(e.Message.TrimEnd('.'));
        }

        return Unavailable($"there is no file {JavaText.Quote(resource)} in {(environment.ResourceFolders.Count == 0 ? "a configuration folder (none is given)" : string.Join(" or ", environment.ResourceFolders))}, and no embedded resource of that name");
    }

    private byte[]? Embedded()
    {
        var assemblies = (environment.Components?.All.Select(static component => component.Type.Assembly) ?? [])
            .Prepend(Assembly.GetEntryAssembly()).OfType<Assembly>().Distinct();
        var dotted = resource.Replace('/', '.');
        foreach (var assembly in assemblies)
        {
            var name = Array.Find(
                assembly.GetManifestResourceNames(),
                name => name == resource || name == dotted || name.EndsWith($".{dotted}", StringComparison.Ordinal));
            if (name is null || assembly.GetManifestResourceStream(name) is not { } stream)
                continue;

            using (stream)
            {
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            }
        }

        return null;
    }

    private SourceDocument Unavailable(string reason)
        => SourceDocument.Unavailable(uri, new ConfigurationProblem(
            ProblemSeverity.Error, ProblemCodes.UriUnreadable, $"Configuration {JavaText.Quote(uri)} cannot be read: {reason}", new SourceLocation(uri, 0), Remedy: "put the file into the folder given with -c"));
}
