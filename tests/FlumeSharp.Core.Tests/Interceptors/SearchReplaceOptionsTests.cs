using FlumeSharp.Configuration;
using static FlumeSharp.Routing.Interceptors.ConfiguredInterceptors;

namespace FlumeSharp.Routing.Interceptors;

public sealed class SearchReplaceOptionsTests
{
    [TestCase("$5", "No group 5")]
    [TestCase("${nosuch}", "No group with name {nosuch}")]
    [TestCase("x$", "write '\\$'")]
    [TestCase("x\\", "write two")]
    public void A_replacement_that_will_fail_is_a_warning(string replacement, string words)
    {
        var bound = Bind("search_replace", "searchPattern = (a)", $"replaceString = {replacement}");

        var problem = bound.Problems.Should().ContainSingle().Which;
        problem.Severity.Should().Be(ProblemSeverity.Warning);
        problem.Message.Should().Contain("'replaceString'").And.Contain(words);
        bound.Options.Should().NotBeNull("as in Flume the source runs until something is found");
    }

    [TestCase("$1")]
    [TestCase("\\$5")]
    public void One_that_is_well_is_none(string replacement) =>
        Bind("search_replace", "searchPattern = (a)", $"replaceString = {replacement}").Problems.Should().BeEmpty();
}
