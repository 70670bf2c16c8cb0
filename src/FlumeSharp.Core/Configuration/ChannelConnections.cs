using FlumeSharp.Components;

namespace FlumeSharp.Configuration;

/// <summary>Checks that sources and sinks name channels that are there, and cuts a source's list down to those.</summary>
internal sealed class ChannelConnections(AgentDraft draft, KnownNames channels, List<ConfigurationProblem> problems)
{
    /// <summary>The component with what is left of its channels; null, after reporting it, when none is left.</summary>
    public ComponentConfiguration? Connect(ComponentList list, ComponentConfiguration component)
        => list == ComponentList.Sources ? ConnectSource(component) : ConnectSink(component);

    private ComponentConfiguration? ConnectSource(ComponentConfiguration source)
    {
        var title = $"Source {JavaText.Quote(source.Name)} ({source.Type})";
        if (!source.Properties.TryGet("channels", out var property))
        {
            problems.Add(Missing(source, title, "channels", "channel") with
            {
                Code = ProblemCodes.SourceWithoutChannels,
                FlumeErrors =
                [
                    new FlumeError(source.Name, "Channel", FlumeErrorType.PropertyValueNull),
                    new FlumeError(source.Name, "ChannelSelector", FlumeErrorType.ConfigError),
                ],
            });
            return null;
        }

        if (!HasUsableSelector(source, title))
            return null;

        var named = JavaText.SplitNames(property.Value);
        var known = named.Where(channels.Contains).ToList();
        if (known.Count == 0)
        {
            problems.Add(Unknown(source, title, property, property.Value, ProblemSeverity.Error, "; the source is dropped") with
            {
                Code = ProblemCodes.SourceChannelsAllUnknown,
            });
            return null;
        }

        // What follows a '#' was meant as a comment: one problem says so for all its words.
        var comment = named.FindIndex(name => name[0] == '#');
        var names = comment < 0 ? named : [.. named[..comment], string.Join(' ', named[comment..].Except(known, StringComparer.Ordinal))];
        foreach (var name in names.Except(known, StringComparer.Ordinal))
            problems.Add(Unknown(source, title, property, name, ProblemSeverity.Warning, " and runs without it"));
        return With(source, source.Properties.Replace("channels", string.Join(' ', known)));
    }

    private ComponentConfiguration? ConnectSink(ComponentConfiguration sink)
    {
        var title = $"Sink {JavaText.Quote(sink.Name)} ({sink.Type})";
        if (!sink.Properties.TryGet("channel", out var property))
        {
            problems.Add(Missing(sink, title, "channel", "channels") with
            {
                FlumeErrors = [new FlumeError(sink.Name, "channel", FlumeErrorType.PropertyValueNull)],
            });
            return null;
        }

        if (channels.Contains(property.Value))
            return sink;

        problems.Add(Unknown(sink, title, property, property.Value, ProblemSeverity.Error, "; the sink is dropped") with
        {
            Code = ProblemCodes.SinkChannelUnknown,
        });
        return null;
    }

    /// <summary>As for components: only an unknown selector's <c>config</c> is looked at, and Java must find that class.</summary>
    private bool HasUsableSelector(ComponentConfiguration source, string title)
    {
        var selector = source.Properties.WithPrefix("selector.");
        var type = selector["type"];
        if (type is null
            || FlumeTypeNames.IsKnown(ComponentKind.Selector, type)
            || !selector.TryGet("config", out var config)
            || FlumeTypeNames.IsAlias(ComponentKind.Selector, config.Value))
        {
            return true;
        }

        problems.Add(ComponentChecks.JavaConfigurationClass($"{title}: its selector", config, source.Properties.Prefix) with
        {
            FlumeErrors = [new FlumeError(source.Name, "ChannelSelector", FlumeErrorType.ConfigError)],
        });
        return false;
    }

    private static ConfigurationProblem Missing(ComponentConfiguration component, string title, string key, string mistaken)
    {
        var prefix = component.Properties.Prefix;
        var isMistaken = component.Properties.TryGet(mistaken, out var given);
        return new ConfigurationProblem(
            ProblemSeverity.Error,
            ProblemCodes.SinkWithoutChannel,
            $"{title} has no '{key}'; it is dropped",
            given?.Location ?? component.Location,
            prefix,
            isMistaken ? $"write '{key}' instead of '{mistaken}'" : $"add '{prefix}.{key} = …'",
            given?.Key);
    }

    private ConfigurationProblem Unknown(
        ComponentConfiguration component, string title, ConfigurationProperty property, string names, ProblemSeverity severity, string outcome)
        => new(
            severity,
            ProblemCodes.SourceChannelUnknown,
            $"{title} names {JavaText.Quote(names)}, which is no usable channel of agent {JavaText.Quote(draft.Name)}{outcome}",
            property.Location,
            component.Properties.Prefix,
            UnknownRemedy(component, names),
            property.Key);

    private string UnknownRemedy(ComponentConfiguration component, string names)
    {
        if (names.Contains('#', StringComparison.Ordinal))
            return "'#' begins a comment only at the beginning of a line: move the comment to a line of its own";
        if (component.Kind == ComponentKind.Sink && JavaText.SplitNames(names.Replace(',', ' ')).Count > 1)
            return "a sink takes from one channel: name one of them";
        if (names.Contains(',', StringComparison.Ordinal))
            return $"names are separated by blanks, not commas: 'channels = {string.Join(' ', names.Split(',', StringSplitOptions.RemoveEmptyEntries))}'";
        if (draft.IsListed(ComponentList.Channels, names))
            return "the channel was dropped for a problem of its own: mend that";
        if (draft.IsConfigured(ComponentList.Channels, names))
            return $"add the channel to the list '{draft.Name}.channels'";
        return channels.Remedy(names, "its channels are");
    }

    private static ComponentConfiguration With(ComponentConfiguration component, ComponentProperties properties) => new()
    {
        Name = component.Name,
        Kind = component.Kind,
        Type = component.Type,
        Location = component.Location,
        Properties = properties,
    };
}
