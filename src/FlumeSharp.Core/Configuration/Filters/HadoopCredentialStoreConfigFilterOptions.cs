using FlumeSharp.Options;

namespace FlumeSharp.Configuration.Filters;

/// <summary>The keys of the <c>hadoop</c> filter.</summary>
public sealed class HadoopCredentialStoreConfigFilterOptions
{
    /// <summary>
    /// The stores, separated by commas: <c>jceks://file/path</c> or <c>localjceks://file/path</c>. The first that has the key gives the value.
    /// </summary>
    [FlumeOption("credential.provider.path", Required = true, Aliases = ["hadoop.security.credential.provider.path"])]
    public string ProviderPath { get; init; } = "";

    /// <summary>
    /// A file with the stores' password, by its path or in the configuration folder. <c>HADOOP_CREDSTORE_PASSWORD</c> in the environment wins;
    /// without either, the password is Hadoop's own, <c>none</c>.
    /// </summary>
    [FlumeOption(
        "credstore.java-keystore-provider.password-file",
        Aliases = ["hadoop.security.credstore.java-keystore-provider.password-file"])]
    public string? PasswordFile { get; init; }
}
