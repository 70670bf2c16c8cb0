using System.ComponentModel.DataAnnotations;

namespace FlumeSharp.Options;

/// <summary>What a block of options says about itself that is no error: the component is made, and a part of its work will fail.</summary>
/// <param name="message">What is wrong, what comes of it, and the remedy.</param>
/// <param name="key">The key.</param>
public sealed class OptionWarning(string message, string key) : ValidationResult(message, [key]);
