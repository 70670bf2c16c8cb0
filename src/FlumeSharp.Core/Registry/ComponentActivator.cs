using FlumeSharp.Options;

namespace FlumeSharp.Registry;

/// <summary>Makes components: options and context by type, everything else from the host's services.</summary>
public sealed class ComponentActivator(IServiceProvider services)
{
    /// <summary>Makes the component that some options name.</summary>
    /// <param name="reference">The component with its bound options.</param>
    /// <param name="arguments">What the constructor may ask for besides: the context, the sinks of a processor.</param>
    public T Create<T>(ComponentReference reference, params ReadOnlySpan<object> arguments)
        where T : class => Create<T>(reference.Descriptor, reference.Options, arguments);

    /// <summary>Makes a component of a type.</summary>
    /// <exception cref="FlumeException">The type has no usable constructor, or its constructor threw.</exception>
    public T Create<T>(ComponentDescriptor descriptor, object? options, params ReadOnlySpan<object> arguments)
        where T : class
    {
        var constructor = ConstructorOf(descriptor.Type);
        var parameters = constructor.GetParameters();
        var values = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            values[i] = Supply(parameters[i].ParameterType, options, arguments)
                ?? (parameters[i].HasDefaultValue ? services.GetService(parameters[i].ParameterType) ?? parameters[i].DefaultValue
                    : services.GetService(parameters[i].ParameterType) ?? throw new FlumeException(
                        $"{descriptor.Type.FullName} asks for '{parameters[i].Name}', a {parameters[i].ParameterType.Name}, which {ComponentShape.OneOf(descriptor.Kind)} does not get; its constructor may take options, the context of its kind and services of the agent (docs/plugins.md)."));
        }

        var made = constructor.Invoke(System.Reflection.BindingFlags.DoNotWrapExceptions, null, values, null);
        return made as T ?? throw new FlumeException($"{descriptor.Type.FullName} is marked as {descriptor.Kind} but is no {typeof(T).Name}.");
    }

    /// <summary>The options class that a component's constructor asks for: the parameter with bound properties, or none.</summary>
    internal static Type? OptionsTypeOf(Type component) =>
        Array.Find(ConstructorOf(component).GetParameters(), static p => OptionsSchema.IsOptionsType(p.ParameterType))?.ParameterType;

    private static object? Supply(Type wanted, object? options, ReadOnlySpan<object> arguments)
    {
        if (options is not null && wanted.IsInstanceOfType(options))
        {
            return options;
        }

        foreach (var argument in arguments)
        {
            if (wanted.IsInstanceOfType(argument))
            {
                return argument;
            }
        }

        return null;
    }

    private static System.Reflection.ConstructorInfo ConstructorOf(Type type) => type.GetConstructors() is [var only]
        ? only
        : throw new FlumeException(ComponentShape.ConstructorProblemOf(type));
}
