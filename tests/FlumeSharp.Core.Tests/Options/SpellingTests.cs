namespace FlumeSharp.Options;

public sealed class SpellingTests
{
    private static readonly string[] _keys = ["capacity", "transactionCapacity", "keep-alive", "byteCapacity", "hdfs.rollSize", "hdfs.rollCount", "port"];

    [TestCase("capacty", "capacity")]
    [TestCase("Capacity", "capacity")]
    [TestCase("cpaacity", "capacity")]
    [TestCase("transactioncapacity", "transactionCapacity")]
    [TestCase("keepAlive", "keep-alive")]
    [TestCase("hdfs.rolSize", "hdfs.rollSize")]
    [TestCase("prot", "port")]
    public void Slips_are_recognised(string word, string meant) => Spelling.Nearest(word, _keys).Should().Be(meant);

    [TestCase("batchSize")]
    [TestCase("x")]
    [TestCase("")]
    [TestCase("host")]
    public void Other_words_are_left_alone(string word) => Spelling.Nearest(word, _keys).Should().BeNull();

    [Test]
    public void Several_suggestions_come_nearest_first() =>
        Spelling.NearestOf("hdfs.rollCont", _keys, 2).Should().Equal("hdfs.rollCount", "hdfs.rollSize");

    [Test]
    public void Equally_near_ones_come_in_alphabetical_order_and_each_once() =>
        Spelling.NearestOf("sink-x", ["sink-b", "sink-a", "sink-b"], 5).Should().Equal("sink-a", "sink-b");
}
