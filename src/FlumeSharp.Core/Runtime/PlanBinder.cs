using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

// Resolves types and binds options for the planners, and collects what is wrong.
internal sealed class PlanBinder(ComponentRegistry registry, List<ConfigurationProblem> problems)
{
    public static string Label(ComponentPlan plan) => Label(plan.Kind, plan.Name, plan.Descriptor.DisplayName);

    public static string Label(ComponentKind kind, string name, string type) => $"{kind} '{name}' ({type})";

    public void Report(ConfigurationProblem problem) => problems.Add(problem);

    public void Error(string code, string component, string text, SourceLocation? location, string remedy, string? key = null) =>
        problems.Add(new(ProblemSeverity.Error, code, $"{component}: {text}", location, component, remedy, key));

    /// <summary>Type and options of a listed component; null when something is wrong with it.</summary>
    public ComponentReference? Bind(ComponentConfiguration component, Predicate<string> isReserved)
    {
        var label = Label(component.Kind, component.Name, component.Type);
        var location = component.Properties.TryGet("type", out var type) ? type.Location : component.Location;
        return Bind(component.Kind, component.Type, "type", component.Properties, label, location, isReserved);
    }

    /// <summary>Type and options of a part of a component, such as a selector.</summary>
    public ComponentReference? Bind(
        ComponentKind kind, string type, string typeKey, ComponentProperties properties, string label, SourceLocation? location, Predicate<string> isReserved)
    {
        if (registry.Find(kind, type) is not { } descriptor)
        {
            var (code, _, text, remedy) = UnknownTypes.Describe(registry, kind, type, typeKey);
            Error(code, label, text, location, remedy, typeKey);
            return null;
        }

        var bound = OptionsBinder.Bind(descriptor.Options?.OptionsType, properties, new(label, location, registry, isReserved));
        problems.AddRange(bound.Problems);
        return bound.Problems.Any(static p => p.Severity == ProblemSeverity.Error) ? null : new(descriptor, bound.Options);
    }

    /// <summary>Flume's rule that a batch must fit into a transaction; equal is fine.</summary>
    public bool BatchFits(string label, ComponentConfiguration component, object? options, ChannelPlan channel)
    {
        if (options is not IHasBatchSize batch
            || channel.Options is not IHasTransactionCapacity transactions
            || batch.BatchSize <= transactions.TransactionCapacity)
        {
            return true;
        }

        var what = component.Kind == ComponentKind.Source ? "source" : "sink";
        var location = component.Properties.TryGet(batch.BatchSizeKey, out var property) ? property.Location : component.Location;
        Error(
            PlanProblems.BatchTooLarge,
            label,
            $"Incompatible {what} and channel settings defined. {what}'s batch size is greater than the channels transaction capacity. {component.Kind}: {component.Name}, batch size = {batch.BatchSize}, channel {channel.Name}, transaction capacity = {transactions.TransactionCapacity}",
            location,
            $"set '{batch.BatchSizeKey}' to at most {transactions.TransactionCapacity}, or '{channel.Properties.Prefix}.transactionCapacity' to at least {batch.BatchSize}",
            batch.BatchSizeKey);
        return false;
    }
}
