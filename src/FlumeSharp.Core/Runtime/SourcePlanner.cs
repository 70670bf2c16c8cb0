using System.Collections.Immutable;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace FlumeSharp.Runtime;

// Plans sources: their channels, selector and interceptors.
internal sealed class SourcePlanner(PlanBinder binder, IReadOnlyDictionary<string, ChannelPlan> channels)
{
    public ImmutableArray<SourcePlan> Plan(IEnumerable<ComponentConfiguration> sources) =>
        [.. sources.Select(Plan).OfType<SourcePlan>()];

    private static bool IsReserved(string key) =>
        key is "type" or "channels" or "selector" or "interceptors"
        || key.StartsWith("selector.", StringComparison.Ordinal)
        || key.StartsWith("interceptors.", StringComparison.Ordinal);

    private SourcePlan? Plan(ComponentConfiguration source)
    {
        var label = PlanBinder.Label(source.Kind, source.Name, source.Type);
        var bound = binder.Bind(source, IsReserved);
        var own = source.Properties.GetNames("channels").Where(channels.ContainsKey).ToImmutableArray();
        if (own.IsEmpty)
        {
            binder.Error(PlanProblems.NoChannel, label, "is not connected to a channel that works", source.Location, "correct the problems of its channels", "channels");
        }

        var selector = PlanSelector(source, label, own);
        var interceptors = PlanInterceptors(source, label);
        if (bound is null || own.IsEmpty || selector is null || interceptors is not { } chain)
        {
            return null;
        }

        foreach (var channel in own)
        {
            if (!binder.BatchFits(label, source, bound.Options, channels[channel]))
            {
                return null;
            }
        }

        var fingerprint = Fingerprint.Of(bound.Descriptor, source.Properties, own.Select(name => channels[name].Fingerprint));
        return new(source.Name, bound.Descriptor, bound.Options, source.Properties, source.Location, fingerprint, own, selector, chain)
        {
            OwnFingerprint = Fingerprint.Of(bound.Descriptor, source.Properties, static key => !IsReserved(key)),
        };
    }

    private ComponentReference? PlanSelector(ComponentConfiguration source, string label, ImmutableArray<string> own)
    {
        var properties = source.Properties.WithPrefix("selector.");
        var location = properties.TryGet("type", out var type) ? type.Location : source.Location;
        var selector = binder.Bind(
            ComponentKind.Selector, type?.Value ?? "replicating", "selector.type", properties, $"{label}, selector", location, static key => key == "type");
        var isGood = selector is not null;
        foreach (var (key, channel) in (selector?.Options as IReferencesChannels)?.ReferencedChannels ?? [])
        {
            if (!own.Contains(channel, StringComparer.Ordinal))
            {
                var place = properties.TryGet(key, out var property) ? property.Location : location;
                binder.Error(
                    PlanProblems.SelectorChannel, label, $"'selector.{key}' names the channel '{channel}', which the source does not have", place, $"use one of: {string.Join(", ", own)}", $"selector.{key}");
                isGood = false;
            }
        }

        return isGood ? selector : null;
    }

    private ImmutableArray<InterceptorPlan>? PlanInterceptors(ComponentConfiguration source, string label)
    {
        var names = JavaConvert.SplitOnBlanks(source.Properties["interceptors"] ?? "");
        var plans = ImmutableArray.CreateBuilder<InterceptorPlan>(names.Length);
        foreach (var name in names)
        {
            var properties = source.Properties.WithPrefix($"interceptors.{name}.");
            if (!properties.TryGet("type", out var type))
            {
                var place = source.Properties.TryGet("interceptors", out var list) ? list.Location : source.Location;
                binder.Error(
                    PlanProblems.InterceptorWithoutType, label, $"the interceptor '{name}' has no type", place, $"add '{source.Properties.Prefix}.interceptors.{name}.type = …', or take it off the list", "interceptors");
                continue;
            }

            if (binder.Bind(ComponentKind.Interceptor, type.Value, $"interceptors.{name}.type", properties, $"{label}, interceptor '{name}'", type.Location, static key => key == "type") is { } component)
            {
                plans.Add(new(name, component) { Fingerprint = Fingerprint.Of(component.Descriptor, properties) });
            }
        }

        return plans.Count == names.Length ? plans.ToImmutable() : null;
    }
}
