using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Sources.Http.Auth;

/// <summary>FlumeSharp's own keys for who may send events. Credentials never stand in the configuration itself.</summary>
public sealed class HttpAuthOptions : IValidatableObject
{
    /// <summary>How clients prove who they are.</summary>
    /// <value>Default: none.</value>
    [FlumeOption("auth.type", IsExtension = true)]
    public AuthType Type { get; init; }

    /// <summary>For basic: a file with a line <c>name:password</c> for each client.</summary>
    [FlumeOption("auth.users-file", IsExtension = true)]
    public string? UsersFile { get; init; }

    /// <summary>For bearer: a file with a token on each line.</summary>
    [FlumeOption("auth.token-file", IsExtension = true)]
    public string? TokenFile { get; init; }

    /// <summary>For bearer: the environment variable that holds the token; for basic, the one that holds <c>name:password</c>.</summary>
    [FlumeOption("auth.token-env", IsExtension = true)]
    public string? TokenVariable { get; init; }

    /// <summary>For mtls: the authorities, in PEM, whose certificates are accepted.</summary>
    [FlumeOption("auth.ca-file", IsExtension = true)]
    public string? AuthorityFile { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var missing = Type switch
        {
            AuthType.Basic when UsersFile is null && TokenVariable is null => "'auth.type' is basic; set 'auth.users-file' or 'auth.token-env'",
            AuthType.Bearer when TokenFile is null && TokenVariable is null => "'auth.type' is bearer; set 'auth.token-file' or 'auth.token-env'",
            AuthType.Mtls when AuthorityFile is null => "'auth.type' is mtls; set 'auth.ca-file'",
            _ => null,
        };
        if (missing is not null)
        {
            yield return new(missing, ["auth.type"]);
        }
    }
}
