using System.ComponentModel.DataAnnotations;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Options;

public sealed class OptionsBinderTests
{
    private static readonly ComponentRegistry _registry = new(typeof(OptionsBinderTests).Assembly);

    public enum Colour
    {
        Red,
        DarkBlue,
    }

    [Test]
    public void Values_take_the_type_of_their_property()
    {
        var options = Bound(
            ("text", " as written "), ("flag", "TRUE"), ("number", " 12 "), ("long", "9000000000"), ("ratio", "1e-3"), ("wait", "5"), ("colour", "dark_blue"), ("names", "a  b\tc"));

        options.Text.Should().Be(" as written ");
        options.Flag.Should().BeTrue();
        options.Number.Should().Be(12);
        options.Long.Should().Be(9_000_000_000);
        options.Ratio.Should().Be(0.001);
        options.Wait.Should().Be(TimeSpan.FromSeconds(5));
        options.Colour.Should().Be(Colour.DarkBlue);
        options.Names.Should().Equal("a", "b", "c");
    }

    [Test]
    public void What_is_not_set_keeps_its_default() => Bound().Should().BeEquivalentTo(new Sample());

    [Test]
    public void Every_problem_is_reported_at_once_with_its_key()
    {
        var result = Bind(typeof(Sample), ("number", "many"), ("long", "-1"), ("ratio", "x"), ("colour", "green"));

        result.Options.Should().BeNull();
        result.Problems.Select(problem => (problem.Key, problem.Code)).Should().BeEquivalentTo([
            ("number", OptionProblems.BadValue), ("long", OptionProblems.OutOfRange), ("ratio", OptionProblems.BadValue), ("colour", OptionProblems.BadValue)]);
        result.Problems[0].Message.Should().Be("Source 'r1' (sample): 'number' must be a whole number but is 'many'");
        result.Problems[0].Location.Should().NotBeNull();
    }

    [Test]
    public void Lenient_keys_fall_back_to_their_default_with_a_warning()
    {
        var result = Bind(typeof(Sample), ("lenient", "-3"));

        ((Sample)result.Options!).Lenient.Should().Be(7);
        var problem = result.Problems.Should().ContainSingle().Subject;
        problem.Severity.Should().Be(ProblemSeverity.Warning);
        problem.Message.Should().Contain("must be at least 1 but is '-3'; the default 7 is used");
    }

    [Test]
    public void A_missing_required_key_is_an_error_that_shows_the_line_to_add()
    {
        var problem = Bind(typeof(Demanding)).Problems.Should().ContainSingle().Subject;

        problem.Code.Should().Be(OptionProblems.Missing);
        problem.Remedy.Should().Contain("a1.sources.r1.must = ");
    }

    [Test]
    public void An_old_name_works_and_is_a_warning()
    {
        var result = Bind(typeof(Sample), ("oldText", "x"));

        ((Sample)result.Options!).Text.Should().Be("x");
        result.Problems.Should().ContainSingle().Which.Code.Should().Be(OptionProblems.DeprecatedKey);
    }

    [Test]
    public void The_current_name_wins_over_an_old_one() => Bound(("oldText", "old"), ("text", "new")).Text.Should().Be("new");

    [Test]
    public void Unknown_keys_are_warnings_with_the_nearest_known_one()
    {
        var problem = Bind(typeof(Sample), ("nubmer", "1")).Problems.Should().ContainSingle().Subject;

        problem.Severity.Should().Be(ProblemSeverity.Warning);
        problem.Code.Should().Be(OptionProblems.UnknownKey);
        problem.Remedy.Should().Be("did you mean 'number'?");
    }

    [Test]
    public void Keys_of_flume_without_a_meaning_are_only_noted() =>
        Bind(typeof(Sample), ("jvm.heap", "1g")).Problems.Should().ContainSingle().Which.Severity.Should().Be(ProblemSeverity.Info);

    [Test]
    public void Values_that_look_true_and_are_not_are_pointed_out()
    {
        var result = Bind(typeof(Sample), ("flag", "yes"));

        ((Sample)result.Options!).Flag.Should().BeFalse();
        result.Problems.Should().ContainSingle().Which.Code.Should().Be(OptionProblems.DoubtfulBoolean);
    }

    [Test]
    public void Secrets_are_not_shown() =>
        Bind(typeof(Sample), ("pin", "hunter2")).Problems.Should().ContainSingle().Which.Message.Should().NotContain("hunter2");

    [Test]
    public void Keys_below_a_prefix_are_passed_on_unchecked() =>
        Bound(("extra.a", "1"), ("extra.b.c", "2")).Extra.Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "1", ["b.c"] = "2" });

    [Test]
    public void Keys_that_do_not_go_together_are_an_error()
    {
        var problem = Bind(typeof(Sample), ("number", "13")).Problems.Should().ContainSingle().Subject;

        problem.Code.Should().Be(OptionProblems.Inconsistent);
        problem.Key.Should().Be("number");
    }

    [Test]
    public void A_named_component_is_bound_with_the_keys_below_its_own()
    {
        var options = (Naming)Bind(typeof(Naming), ("part", "binder-part"), ("part.size", "3")).Options!;

        options.Part!.Descriptor.Type.Should().Be<BinderPart>();
        options.Part.Options.Should().BeOfType<BinderPartOptions>().Which.Size.Should().Be(3);
    }

    [Test]
    public void Problems_of_a_named_component_are_the_components()
    {
        var result = Bind(typeof(Naming), ("part", "binder-part"), ("part.size", "big"), ("part.colour", "red"));

        result.Options.Should().BeNull();
        result.Problems.Should().HaveCount(2);
    }

    [Test]
    public void An_unknown_named_component_is_an_error() =>
        Bind(typeof(Naming), ("part", "binder-prat")).Problems.Should().ContainSingle(problem => problem.Code == OptionProblems.UnknownType)
            .Which.Remedy.Should().Contain("binder-part");

    [Test]
    public void A_component_of_the_right_kind_that_does_not_implement_what_is_wanted_is_an_error_and_not_offered()
    {
        var wrong = Bind(typeof(NamingOneSort), ("part", "binder-part")).Problems.Should().ContainSingle().Subject;
        wrong.Code.Should().Be(OptionProblems.UnknownType);
        wrong.ToString().Should().Contain("'binder-part' is a handler of another sort: here it must implement IDisposable").And.Contain("available: closing-part");

        Bind(typeof(NamingOneSort), ("part", "nope")).Problems.Should().ContainSingle().Which.Remedy.Should().Be("available: closing-part");
        Bind(typeof(NamingOneSort), ("part", "binder-prat")).Problems.Should().ContainSingle().Which.Remedy.Should().NotContain("binder-part");
        Bind(typeof(NamingOneSort), ("part", "closing-part")).Problems.Should().BeEmpty();
    }

    [Test]
    public void Without_options_every_key_is_unknown() =>
        Bind(null, ("type", "x"), ("a", "1")).Problems.Should().ContainSingle().Which.Key.Should().Be("a");

    private static Sample Bound(params (string Key, string Value)[] keys) => (Sample)Bind(typeof(Sample), keys).Options!;

    private static BindingResult Bind(Type? type, params (string Key, string Value)[] keys) => OptionsBinder.Bind(
        type,
        ComponentProperties.Create("a1.sources.r1", keys.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))),
        new BindingScope("Source 'r1' (sample)", null, _registry, key => key == "type"));

    [FlumeIgnoredOption("jvm.*", "there is no JVM")]
    public sealed class Sample : IValidatableObject
    {
        [FlumeOption("text", Aliases = ["oldText"])]
        public string Text { get; init; } = "";

        [FlumeOption("flag")]
        public bool Flag { get; init; }

        [FlumeOption("number")]
        public int Number { get; init; }

        [FlumeOption("long", Min = 0)]
        public long? Long { get; init; }

        [FlumeOption("ratio")]
        public double Ratio { get; init; }

        [FlumeOption("wait", Unit = TimeUnit.Seconds)]
        public TimeSpan Wait { get; init; }

        [FlumeOption("colour")]
        public Colour Colour { get; init; }

        [FlumeOption("names")]
        public IReadOnlyList<string> Names { get; init; } = [];

        [FlumeOption("lenient", Min = 1, Lenient = true)]
        public int Lenient { get; init; } = 7;

        [FlumeOption("pin", Secret = true)]
        public int Pin { get; init; }

        [FlumeOptionPrefix("extra.")]
        public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            Number == 13 ? [new ValidationResult("13 brings bad luck", ["number"])] : [];
    }

    public sealed class Demanding
    {
        [FlumeOption("must", Required = true)]
        public string Must { get; init; } = "";
    }

    public sealed class Naming
    {
        [FlumeComponentOption("part", ComponentKind.Handler)]
        public ComponentReference? Part { get; init; }
    }

    public sealed class NamingOneSort
    {
        [FlumeComponentOption("part", ComponentKind.Handler, Implements = typeof(IDisposable))]
        public ComponentReference? Part { get; init; }
    }

    [FlumeHandler("closing-part")]
    public sealed class ClosingPart : IDisposable
    {
        public void Dispose()
        {
        }
    }

    public sealed class BinderPartOptions
    {
        [FlumeOption("size")]
        public int Size { get; init; }
    }

    [FlumeHandler("binder-part")]
    public sealed class BinderPart(BinderPartOptions options)
    {
        public BinderPartOptions Options => options;
    }
}
