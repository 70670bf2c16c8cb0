using FlumeSharp.Routing.Interceptors.Patterns;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Routing.Interceptors;

public sealed class SearchPatienceTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Some_is_there_at_once_and_the_rest_comes_back_slowly()
    {
        var patience = new SearchPatience(_time);
        patience.IsUsedUp.Should().BeFalse();

        patience.Use(TimeSpan.FromSeconds(2));
        patience.IsUsedUp.Should().BeFalse();
        patience.Use(TimeSpan.FromSeconds(2));
        patience.IsUsedUp.Should().BeTrue();

        _time.Advance(TimeSpan.FromSeconds(1));
        patience.IsUsedUp.Should().BeFalse();
        patience.Use(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(18));
        patience.IsUsedUp.Should().BeTrue("of the 2 s only 1.8 have come back");
        _time.Advance(TimeSpan.FromSeconds(2));
        patience.IsUsedUp.Should().BeFalse();
    }

    [Test]
    public void All_matches_of_a_text_have_one_limit()
    {
        var matches = 0;
        var pattern = JavaRegex.Compile("a(?!b)", time: _time);

        var outcome = pattern.TryRewrite(new string('a', 100), _time, (_, _, _, match, time) =>
        {
            matches++;
            time.Advance(TimeSpan.FromSeconds(0.9));
            return match.Index + 1;
        }, out _);

        outcome.Should().BeNull();
        matches.Should().Be(3);
    }
}
