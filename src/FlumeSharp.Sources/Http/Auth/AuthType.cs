namespace FlumeSharp.Sources.Http.Auth;

/// <summary>How clients of the HTTP source prove who they are.</summary>
public enum AuthType
{
    /// <summary>Not at all, as in Flume.</summary>
    None,

    /// <summary>By name and password (RFC 7617), from a file of lines <c>name:password</c>.</summary>
    Basic,

    /// <summary>By a token (RFC 6750), from a file of tokens or from the environment.</summary>
    Bearer,

    /// <summary>By a certificate of an authority that the source trusts.</summary>
    Mtls,
}
