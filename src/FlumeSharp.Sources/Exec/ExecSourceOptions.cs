using System.ComponentModel.DataAnnotations;
using FlumeSharp.Formatting;
using FlumeSharp.Options;

namespace FlumeSharp.Sources.Exec;

/// <summary>The keys of the exec source.</summary>
public sealed class ExecSourceOptions : IHasBatchSize, IValidatableObject
{
    /// <summary>The command whose output becomes events. Without <c>shell</c> it is split at blanks and started directly: no quotes, pipes or variables.</summary>
    [FlumeOption("command", Required = true)]
    public string Command { get; init; } = "";

    /// <summary>The shell that gets the command as one argument, with its own arguments: <c>/bin/sh -c</c>.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("shell")]
    public string? Shell { get; init; }

    /// <summary>Whether a command that has ended, or could not be started, is started again.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("restart")]
    public bool Restart { get; init; }

    /// <summary>The pause before it is started again.</summary>
    /// <value>Default: 10000 ms.</value>
    [FlumeOption("restartThrottle", Min = 0)]
    public TimeSpan RestartThrottle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the command's standard error goes to the log, a line each; else it is read and forgotten.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("logStdErr")]
    public bool LogStdErr { get; init; }

    /// <summary>Events per batch, which is one transaction of each channel; not above a channel's <c>transactionCapacity</c>.</summary>
    /// <value>Default: 20.</value>
    [FlumeOption("batchSize", Min = 1)]
    public int BatchSize { get; init; } = 20;

    /// <summary>How long a line waits for others to fill its batch.</summary>
    /// <value>Default: 3000 ms.</value>
    [FlumeOption("batchTimeout", Min = 1)]
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The character set of the output, by its Java name. Bytes that are none of it become U+FFFD.</summary>
    /// <value>Default: UTF-8.</value>
    [FlumeOption("charset")]
    public string Charset { get; init; } = "UTF-8";

    /// <summary>Longest line in bytes; a longer one becomes several events.</summary>
    /// <value>Default: 16777216, which is 16 MiB.</value>
    [FlumeOption("maxLineLength", IsExtension = true, Min = 16)]
    public int MaxLineLength { get; init; } = 16 << 20;

    /// <summary>How long the command may take to end when it is asked to (SIGTERM), before it is killed.</summary>
    /// <value>Default: 5000 ms.</value>
    [FlumeOption("killTimeout", IsExtension = true, Min = 0)]
    public TimeSpan KillTimeout { get; init; } = TimeSpan.FromSeconds(5);

    long IHasBatchSize.BatchSize => BatchSize;

    string IHasBatchSize.BatchSizeKey => "batchSize";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (JavaCharset.Find(Charset) is null)
        {
            yield return new($"'charset' is '{Charset}', which is no known character set; set it to a name such as UTF-8", ["charset"]);
        }
    }
}
