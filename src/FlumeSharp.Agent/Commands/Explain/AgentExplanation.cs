using System.Globalization;
using FlumeSharp.Agent.Commands.Components;
using FlumeSharp.Agent.Commands.Graph;
using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Runtime;
using FlumeSharp.Sinks.Processors;

namespace FlumeSharp.Agent.Commands.Explain;

/// <summary>Writes in words what an agent will do.</summary>
internal sealed class AgentExplanation(PipelinePlan plan, AgentConfiguration agent, FlumeConfiguration configuration, AgentResources resources, SecretReferences secrets, TextWriter output)
{
    private readonly EffectiveValues _values = new(secrets);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>Writes everything: flow, capacities, risks, values, problems.</summary>
    public void Write()
    {
        output.WriteLine($"Agent {plan.AgentName}");
        WriteFlow();
        WriteCapacities();
        WriteRisks();
        WriteValues();
        WriteProblems();
    }

    private static string Label(ComponentPlan component) => $"{component.Name} ({component.Descriptor.DisplayName})";

    // The first sentence; the reference page has the others.
    private static string SummaryOf(ComponentPlan component)
    {
        var summary = DocumentationComments.Plain(DocumentationComments.SummaryOf(component.Descriptor.Type));
        var end = summary.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? summary : summary[..(end + 1)];
    }

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string WhatItChooses(SinkRunnerPlan runner)
    {
        var names = runner.Sinks.Select(static sink => sink.Name).ToList();
        return runner.Processor.Options is FailoverSinkProcessorOptions failover
            ? $"asks {string.Join(", then ", failover.Rank(names).DistinctBy(static rank => rank.Priority).OrderByDescending(static rank => rank.Priority).Select(static rank => $"{rank.Sink} (priority {rank.Priority})"))}: each when those before it have failed"
            : $"chooses among {string.Join(", ", names)}";
    }

    private void WriteFlow()
    {
        Heading("What it does");
        if (plan.IsEmpty)
        {
            Item("Nothing: no source and no sink is left to run. What is wrong stands at the end.");
        }

        foreach (var source in plan.Sources)
        {
            Item($"Source {Label(source)}: {SummaryOf(source)}");
            if (source.Interceptors.Length > 0)
            {
                Detail($"Each batch passes {string.Join(", then ", source.Interceptors.Select(static step => $"{step.Name} ({step.Component.Descriptor.DisplayName})"))}.");
            }

            var routes = Routes.Of(agent.Sources.First(component => component.Name == source.Name)).Where(route => source.Channels.Contains(route.Channel, StringComparer.Ordinal));
            Detail($"It writes to {string.Join(", ", routes.Select(static route => route.Label.Length > 0 ? $"{route.Channel} ({route.Label})" : route.Channel))}, by the {source.Selector.Descriptor.DisplayName} selector.");
        }

        foreach (var channel in plan.Channels)
        {
            Item($"Channel {Label(channel)}: {SummaryOf(channel)}");
        }

        foreach (var runner in plan.SinkRunners)
        {
            if (runner.IsGroup)
            {
                Item($"Sink group {runner.Name} ({runner.Processor.Descriptor.DisplayName}) {WhatItChooses(runner)}.");
            }

            foreach (var sink in runner.Sinks)
            {
                Item($"Sink {Label(sink)} takes from {sink.Channel}: {SummaryOf(sink)}");
            }
        }
    }

    private void WriteCapacities()
    {
        Heading("How much fits");
        foreach (var channel in plan.Channels)
        {
            List<string> parts = [];
            foreach (var (key, where) in new[] { ("capacity", "events"), ("memoryCapacity", "events in memory"), ("overflowCapacity", "events on disk") })
            {
                if (Durability.ValueOf(channel, key) is int events)
                {
                    parts.Add($"{Number(events)} {where}");
                }
            }

            if (channel.Options is IHasTransactionCapacity transaction)
            {
                parts.Add($"{Number(transaction.TransactionCapacity)} events in a transaction");
            }

            if (channel.Options is IHasByteCapacity bytes)
            {
                parts.Add($"{Number((bytes.ByteCapacity ?? resources.DefaultByteCapacity) >> 20)} MiB of bodies");
            }

            Item($"{channel.Name}: {(parts.Count > 0 ? "at most " + string.Join(", ", parts) : "its type has no limit that is known here")}.");
        }

        foreach (var component in plan.Sources.Cast<ComponentPlan>().Concat(plan.Sinks))
        {
            if (component.Options is IHasBatchSize batch)
            {
                Item($"{component.Name}: {Number(batch.BatchSize)} {(batch.BatchSize == 1 ? "event" : "events")} in a batch ('{batch.BatchSizeKey}').");
            }
        }
    }

    private void WriteRisks()
    {
        Heading("Where events can be lost");
        var risks = Durability.Of(plan, agent).ToList();
        foreach (var risk in risks)
        {
            Item($"{risk.Where}: {risk.What}.");
            if (risk.Change is not null)
            {
                Detail($"To change that, {risk.Change}.");
            }
        }

        if (plan.IsEmpty)
        {
            Item("Nothing runs: what is sent to this agent is not taken in.");
        }
        else if (risks.Count == 0)
        {
            Item("Nowhere that is known: an event stays in its channel until its sink has delivered it.");
        }
    }

    private void WriteValues()
    {
        Heading("Every key");
        foreach (var source in plan.Sources)
        {
            Values(source, ["type", "channels", "interceptors"], static key => key.StartsWith("selector.", StringComparison.Ordinal) || key.StartsWith("interceptors.", StringComparison.Ordinal));
            Part(source, "selector", source.Selector);
            foreach (var interceptor in source.Interceptors)
            {
                Part(source, $"interceptors.{interceptor.Name}", interceptor.Component);
            }
        }

        foreach (var channel in plan.Channels)
        {
            Values(channel, ["type"], static _ => false);
        }

        foreach (var sink in plan.Sinks)
        {
            Values(sink, ["type", "channel"], static _ => false);
        }

        foreach (var group in agent.SinkGroups)
        {
            if (plan.SinkRunners.FirstOrDefault(runner => runner.IsGroup && runner.Name == group.Name) is { } runner)
            {
                var table = _values.Of(runner.Processor.Descriptor, runner.Processor.Options, group.Properties.WithPrefix("processor."), ["type"], static _ => false);
                _written.Add(group.Properties.Prefix);
                Table($"{group.Properties.Prefix}.processor", runner.Processor.Descriptor.DisplayName, table);
            }
        }

        WriteLeftOut();
    }

    private void Values(ComponentPlan component, IReadOnlyList<string> own, Predicate<string> isElsewhere)
    {
        _written.Add(component.Properties.Prefix);
        Table(component.Properties.Prefix, component.Descriptor.DisplayName, _values.Of(component.Descriptor, component.Options, component.Properties, own, isElsewhere));
    }

    // What is wrong, connected to nothing or in no list does not run, and its lines are what somebody looks for.
    private void WriteLeftOut()
    {
        var left = configuration.Properties.Where(property => property.Key.StartsWith($"{plan.AgentName}.", StringComparison.Ordinal))
            .GroupBy(static property => property.Key.Split('.', 4) is [var agent, "sources" or "channels" or "sinks" or "sinkgroups", var name, _] list ? $"{agent}.{list[1]}.{name}" : "")
            .Where(component => component.Key.Length > 0 && !_written.Contains(component.Key));
        foreach (var component in left)
        {
            var values = _values.AsWritten(component, component.Key);
            var type = values.FirstOrDefault(static value => value.Key == "type")?.Value;
            Table(component.Key, type is null ? "left out" : $"{type}, left out", values);
        }
    }

    private void Part(SourcePlan source, string name, ComponentReference component) =>
        Table($"{source.Properties.Prefix}.{name}", component.Descriptor.DisplayName, _values.Of(component.Descriptor, component.Options, source.Properties.WithPrefix(name + "."), ["type"], static _ => false));

    private void Table(string prefix, string type, IReadOnlyList<ExplainedValue> values)
    {
        Item($"{prefix} ({type})");
        if (values.Count == 0)
        {
            return;
        }

        var table = new TextTable("KEY", "VALUE", "FROM") { Indent = "    " };
        foreach (var value in values)
        {
            table.Add(value.Key, value.Value, value.From);
        }

        table.Write(output);
    }

    private void WriteProblems()
    {
        var problems = plan.Problems.Where(static problem => problem.Severity != ProblemSeverity.Info).ToList();
        if (problems.Count == 0)
        {
            return;
        }

        Heading("What is wrong");
        problems.ForEach(problem => Item($"{problem.Severity.ToString().ToLowerInvariant()} {problem.Code}: {problem}"));
    }

    private void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    private void Item(string text) => output.WriteLine($"  {text}");

    private void Detail(string text) => output.WriteLine($"    {text}");
}
