using System.Text.Json;

namespace FlumeSharp.Formatting;

public sealed class JavaHashOrderTests
{
    private static readonly string _golden = Path.Combine(TestContext.CurrentContext.TestDirectory, "Formatting", "Golden", "header-order.ndjson");

    [TestCaseSource(nameof(Recorded))]
    public void Copied_maps_iterate_as_recorded_from_java(JsonElement golden) =>
        Order(Strings(golden, "keys"), JavaMapKind.Copied).Should().Equal(Strings(golden, "copied"));

    [TestCaseSource(nameof(Recorded))]
    public void Filled_maps_iterate_as_recorded_from_java(JsonElement golden) =>
        Order(Strings(golden, "keys"), JavaMapKind.Put).Should().Equal(Strings(golden, "put"));

    [TestCaseSource(nameof(Recorded))]
    public void A_copy_of_a_filled_map_is_two_orders_one_after_the_other(JsonElement golden) =>
        Order(Order(Strings(golden, "keys"), JavaMapKind.Put), JavaMapKind.Copied).Should().Equal(Strings(golden, "putThenCopied"));

    [Test]
    public void Values_go_with_their_names_and_may_be_null()
    {
        var headers = EventHeaders.Create([new("timestamp", "1"), new("app", null)]);

        var sorted = JavaHashOrder.Sort(headers);

        sorted.Should().BeEquivalentTo([KeyValuePair.Create("app", (string?)null), KeyValuePair.Create("timestamp", (string?)"1")]);
    }

    [Test]
    public void No_headers_are_in_order() => JavaHashOrder.Sort(EventHeaders.Empty).Should().BeEmpty();

    [Test]
    public void Thousands_of_headers_are_each_there_once()
    {
        var names = Enumerable.Range(0, 5000).Select(i => $"header-{i}").ToList();

        // Sorted, since an equivalence of thousands takes minutes.
        Order(names, JavaMapKind.Put).Order(StringComparer.Ordinal).Should().Equal(names.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<TestCaseData> Recorded() => File.ReadLines(_golden)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Select(golden => new TestCaseData(golden).SetArgDisplayNames(golden.GetProperty("id").GetString()!));

    private static List<string> Order(IEnumerable<string> names, JavaMapKind kind) =>
        [.. JavaHashOrder.Sort(EventHeaders.Create([.. names.Select(name => KeyValuePair.Create(name, (string?)""))]), kind).Select(entry => entry.Key)];

    private static List<string> Strings(JsonElement golden, string member) => [.. golden.GetProperty(member).EnumerateArray().Select(item => item.GetString()!)];
}
