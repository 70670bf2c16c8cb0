using System.ComponentModel.DataAnnotations;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Options;

public sealed class OptionGroupTests
{
    [Test]
    public void A_shared_block_is_bound_from_keys_beside_the_components_own()
    {
        var options = Bind(("port", "80"), ("ssl", "true"), ("keystore", "/k")).Options as ServerOptions;

        options!.Port.Should().Be(80);
        options.Tls.Ssl.Should().BeTrue();
        options.Tls.KeyStore.Should().Be("/k");
    }

    [Test]
    public void A_shared_block_checks_its_own_rules()
    {
        var result = Bind(("port", "80"), ("ssl", "true"));

        result.Options.Should().BeNull();
        result.Problems.Should().ContainSingle().Which.Message.Should().Contain("ssl needs a keystore");
    }

    [Test]
    public void Keys_of_a_shared_block_are_known_keys()
    {
        var problem = Bind(("port", "80"), ("keystor", "/k")).Problems.Should().ContainSingle().Subject;

        problem.Code.Should().Be(OptionProblems.UnknownKey);
        problem.Remedy.Should().Be("did you mean 'keystore'?");
    }

    private static BindingResult Bind(params (string Key, string Value)[] keys) => OptionsBinder.Bind(
        typeof(ServerOptions),
        ComponentProperties.Create("a1.sources.r1", keys.Select(static k => KeyValuePair.Create(k.Key, k.Value))),
        new BindingScope("Source 'r1' (test)", null, new ComponentRegistry(), static _ => false));

    private sealed class ServerOptions
    {
        [FlumeOption("port", Required = true)]
        public int Port { get; init; }

        [FlumeOptionGroup]
        public BlockOptions Tls { get; init; } = new();
    }

    private sealed class BlockOptions : IValidatableObject
    {
        [FlumeOption("ssl")]
        public bool Ssl { get; init; }

        [FlumeOption("keystore")]
        public string? KeyStore { get; init; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            Ssl && KeyStore is null ? [new ValidationResult("ssl needs a keystore", ["ssl"])] : [];
    }
}
