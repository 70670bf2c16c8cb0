using FlumeSharp.Configuration.Filters;

namespace FlumeSharp.Configuration;

/// <summary>
/// Decides what of an agent can run, in Flume's order: configuration filters, channels, sources, sinks, sink groups. A component that cannot
/// is dropped with an error and the rest goes on; an agent without a channel, or without both sources and sinks, is dropped as a whole.
/// </summary>
/// <remarks>
/// Differences from Java, on purpose: names keep their declared order; <c>selector.type = load_balancing</c> is allowed; a group without
/// <c>sinks</c> is an error of the group instead of a crash.
/// </remarks>
/// <param name="draft">The agent.</param>
/// <param name="complete">The agents that have a list of channels.</param>
/// <param name="environment">What configuration filters may look up.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class AgentConfigurationValidator(
    AgentDraft draft, KnownNames complete, ConfigurationEnvironment environment, List<ConfigurationProblem> problems)
{
    private readonly ComponentChecks _checks = new(draft, problems);

    /// <summary>The agent as far as it can run, or null.</summary>
    public AgentConfiguration? Validate()
    {
        _checks.ReportUnlisted();
        var filters = _checks.Survivors(ComponentList.ConfigFilters, static (_, component) => component);
        if (environment.AgentName is null || environment.AgentName == draft.Name)
            new ConfigFilters(draft, environment, problems).Apply(filters);
        if (draft.List(ComponentList.Channels) is null)
            return Invalid(ProblemCodes.NoChannels, NoChannelList(), ComponentList.Channels);

        var channels = _checks.Survivors(ComponentList.Channels, static (_, component) => component);
        if (channels.Count == 0)
        {
            return Invalid(
                ProblemCodes.NoValidChannel,
                ($"Agent {JavaText.Quote(draft.Name)} will not run: none of its channels can be used", "mend at least one of them"),
                ComponentList.Channels);
        }

        var connections = new ChannelConnections(draft, new KnownNames(channels.Select(channel => channel.Name)), problems);
        ReportMissing(ComponentList.Sources);
        var sources = _checks.Survivors(ComponentList.Sources, connections.Connect);
        ReportMissing(ComponentList.Sinks);
        var sinks = _checks.Survivors(ComponentList.Sinks, connections.Connect);
        var groups = new SinkGroupValidator(draft, new KnownNames(sinks.Select(sink => sink.Name)), _checks, problems).Validate();
        if (sources.Count == 0 && sinks.Count == 0)
        {
            return Invalid(
                ProblemCodes.NothingToRun,
                ($"Agent {JavaText.Quote(draft.Name)} will not run: it has no usable source and no usable sink", "it needs at least one of them"),
                ComponentList.Sources,
                ComponentList.Sinks);
        }

        return new AgentConfiguration
        {
            Name = draft.Name,
            Sources = sources,
            Channels = channels,
            Sinks = sinks,
            SinkGroups = groups,
            ConfigFilters = filters,
        };
    }

    private AgentConfiguration? Invalid(string code, (string Message, string Remedy) text, params ComponentList[] empty)
    {
        var location = draft.List(empty[0])?.Location ?? draft.Location;
        problems.Add(new ConfigurationProblem(ProblemSeverity.Error, code, text.Message, location, draft.Name, text.Remedy)
        {
            FlumeErrors =
            [
                .. empty.Select(list => new FlumeError(draft.Name, list.Word, FlumeErrorType.PropertyValueNull)),
                new FlumeError(draft.Name, "", FlumeErrorType.AgentConfigurationInvalid),
            ],
        });
        return null;
    }

    private (string Message, string Remedy) NoChannelList()
    {
        var message = $"Agent {JavaText.Quote(draft.Name)} will not run: it has no list '{draft.Name}.channels'";
        var configured = draft.Configured(ComponentList.Channels).ToList();
        if (configured.Count > 0)
            return (message, $"add '{draft.Name}.channels = {string.Join(' ', configured)}'");

        return complete.Nearest(draft.Name) is { } near
            ? (message, $"did you mean agent {JavaText.Quote(near)}?")
            : (message, $"add '{draft.Name}.channels = c1' and the properties of the channel");
    }

    private void ReportMissing(ComponentList list)
    {
        if (draft.List(list) is not null)
            return;

        var unused = draft.Configured(list).ToList();
        var plural = list.Noun + "s";
        problems.Add(new ConfigurationProblem(
            unused.Count > 0 ? ProblemSeverity.Warning : ProblemSeverity.Info,
            ProblemCodes.ListMissing,
            unused.Count > 0
                ? $"Agent {JavaText.Quote(draft.Name)} has no list '{draft.Name}.{list.Word}', so none of its {plural} is used"
                : $"Agent {JavaText.Quote(draft.Name)} has no {plural}",
            draft.Location,
            draft.Name,
            unused.Count > 0 ? $"add '{draft.Name}.{list.Word} = {string.Join(' ', unused)}'" : null)
        {
            FlumeErrors = [new FlumeError(draft.Name, list.Word, FlumeErrorType.PropertyValueNull, IsWarning: true)],
        });
    }
}
