using System.Collections.Immutable;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

// Gives every sink a loop to run in: its group's, or one of its own with the default processor.
internal sealed class SinkGroupPlanner(PlanBinder binder, IReadOnlyList<SinkPlan> sinks)
{
    private readonly Dictionary<string, SinkPlan> _byName = sinks.ToDictionary(static sink => sink.Name, StringComparer.Ordinal);

    public ImmutableArray<SinkRunnerPlan> Plan(IEnumerable<ComponentConfiguration> groups)
    {
        var runners = ImmutableArray.CreateBuilder<SinkRunnerPlan>();
        var grouped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var members = group.Properties.GetNames("sinks").Where(grouped.Add).ToList();
            var running = members.Select(_byName.GetValueOrDefault).OfType<SinkPlan>().ToImmutableArray();
            if (PlanProcessor(group, members, running) is { } processor)
            {
                runners.Add(new(group.Name, processor, running, FingerprintOf(group.Name, processor, group.Properties, running), IsGroup: true));
            }
        }

        foreach (var sink in sinks.Where(sink => !grouped.Contains(sink.Name)))
        {
            var alone = binder.Bind(ComponentKind.SinkProcessor, "default", "type", ComponentProperties.Empty, PlanBinder.Label(sink), sink.Location, static _ => true);
            if (alone is not null)
            {
                runners.Add(new(sink.Name, alone, [sink], FingerprintOf(sink.Name, alone, ComponentProperties.Empty, [sink]), IsGroup: false));
            }
        }

        return runners.ToImmutable();
    }

    private static string FingerprintOf(string name, ComponentReference processor, ComponentProperties properties, ImmutableArray<SinkPlan> members) =>
        Fingerprint.Of(processor.Descriptor, properties, members.Select(static sink => sink.Fingerprint).Prepend(name));

    private ComponentReference? PlanProcessor(ComponentConfiguration group, IReadOnlyList<string> members, ImmutableArray<SinkPlan> running)
    {
        var label = $"Sink group '{group.Name}'";
        if (running.IsEmpty)
        {
            binder.Error(PlanProblems.SinkGroup, label, "none of its sinks can run", group.Location, "correct the problems of its sinks");
            return null;
        }

        var properties = group.Properties.WithPrefix("processor.");
        if (!properties.TryGet("type", out var type) && running.Length > 1)
        {
            binder.Error(PlanProblems.SinkGroup, label, "has several sinks and no 'processor.type', so Flume would run none of them", group.Location, $"add '{group.Properties.Prefix}.processor.type = failover' or 'load_balance'", "processor.type");
            return null;
        }

        var processor = binder.Bind(
            ComponentKind.SinkProcessor, type?.Value ?? "default", "processor.type", properties, label, type?.Location ?? group.Location, static key => key == "type");
        return processor is not null && IsFine(group, properties, label, processor, members) ? processor : null;
    }

    // Of the members that the file names: one that cannot run for a mistake of its own must not take the others with it.
    private bool IsFine(ComponentConfiguration group, ComponentProperties properties, string label, ComponentReference processor, IReadOnlyList<string> members)
    {
        var isFine = true;
        foreach (var (severity, key, text, remedy) in (processor.Options as IChecksSinkGroup)?.Check(members) ?? [])
        {
            var location = key is not null && properties.TryGet(key, out var property) ? property.Location : group.Location;
            binder.Report(new(severity, PlanProblems.SinkGroup, $"{label}: {text}", location, label, remedy, key is null ? null : $"processor.{key}"));
            isFine &= severity != ProblemSeverity.Error;
        }

        return isFine;
    }
}
