namespace FlumeSharp.Configuration.Filters;

/// <summary>
/// Gives the values of <c>${name['key']}</c> references in a configuration, where <c>name</c> is the filter's: passwords of a vault,
/// environment variables, answers of a program.
/// </summary>
/// <remarks>
/// Made once for each load of the configuration and asked by one thread. It has one public constructor, which may take an options class
/// and a <see cref="ConfigFilterContext"/> and opens nothing. What it implements of <see cref="IDisposable"/> is called after the load.
/// </remarks>
public interface IConfigFilter
{
    /// <summary>Finds a value. It may take a moment, but has to end by itself.</summary>
    /// <param name="key">What stands between the brackets, without its quotes.</param>
    /// <returns>The value, which is used as it is; <see langword="null"/> when there is none, and the reference stays as text.</returns>
    /// <exception cref="FlumeException">The value cannot be had; the message says why and never holds a secret.</exception>
    string? Resolve(string key);
}
