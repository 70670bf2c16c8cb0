using System.Text;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Documents;

/// <summary>Links between the pages of the repository lead somewhere.</summary>
public sealed class LinkTests
{
    private static IEnumerable<Page> Pages =>
        [Page.Read("README.md"), Page.Read("CONTRIBUTING.md"), Page.Read("benchmarks/README.md"), .. Page.Below("docs"), .. Page.Below("examples")];

    [Test]
    public void Every_relative_link_names_a_file_and_a_heading_that_are_there()
    {
        var links = Pages.SelectMany(static page => page.Links.Select(link => (page, link))).ToList();

        links.Should().HaveCountGreaterThan(30);
        links.Where(static place => !Leads(place.page, place.link)).Select(static place => $"{place.page.Name}: {place.link}").Should().BeEmpty();
    }

    [TestCase("README.md", "docs/architecture.md", true)]
    [TestCase("docs/architecture.md", "reference/problems.md", true)]
    [TestCase("docs/architecture.md", "#projects", true)]
    [TestCase("docs/reference/sources/http.md", "../../plugins.md#an-http-handler", true)]
    [TestCase("README.md", "docs/nowhere.md", false)]
    [TestCase("docs/architecture.md", "docs/architecture.md", false)]
    [TestCase("docs/architecture.md", "plugins.md#no-such-heading", false)]
    public void The_check_tells_links_that_lead_somewhere_from_others(string page, string link, bool leads) => Leads(Page.Read(page), link).Should().Be(leads);

    private static bool Leads(Page page, string link)
    {
        var (file, heading) = link.Split('#', 2) is [var path, var anchor] ? (path, anchor) : (link, null);
        var target = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page.Name)!, file));
        target = file.Length == 0 ? Path.Combine(Repository.Root, page.Name) : target;
        return Path.Exists(target) && (heading is null || !target.EndsWith(".md", StringComparison.Ordinal) || Headings(target).Contains(heading));
    }

    // As the forges make anchors: lower case, blanks to hyphens, punctuation gone.
    private static HashSet<string> Headings(string path)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path).Where(static line => line.StartsWith('#')))
        {
            var anchor = new StringBuilder();
            foreach (var c in line.TrimStart('#').Trim().ToLowerInvariant())
            {
                anchor.Append(c == ' ' ? "-" : char.IsLetterOrDigit(c) || c is '-' or '_' ? c.ToString() : "");
            }

            anchors.Add(anchor.ToString());
        }

        return anchors;
    }
}
