using CsCheck;
using FlumeSharp.Hdfs.SequenceFiles;

namespace FlumeSharp.Hdfs.Tests.SequenceFiles;

public sealed class VIntTests
{
    [TestCase(0, "00")]
    [TestCase(127, "7F")]
    [TestCase(128, "8F80")]
    [TestCase(255, "8FFF")]
    [TestCase(256, "8E0100")]
    [TestCase(65535, "8EFFFF")]
    [TestCase(65536, "8D010000")]
    [TestCase(int.MaxValue, "8C7FFFFFFF")]
    [TestCase(-1, "FF")]
    [TestCase(-112, "90")]
    [TestCase(-113, "8770")]
    [TestCase(-256, "87FF")]
    [TestCase(-257, "860100")]
    [TestCase(long.MaxValue, "887FFFFFFFFFFFFFFF")]
    [TestCase(long.MinValue, "807FFFFFFFFFFFFFFF")]
    public void Numbers_have_Hadoops_bytes(long value, string hex)
    {
        var bytes = new byte[VInt.MaxSize];

        var length = VInt.Write(bytes, value);

        Convert.ToHexString(bytes.AsSpan(0, length)).Should().Be(hex);
        VInt.Size(bytes[0]).Should().Be(length);
        VInt.Read(bytes.AsSpan(0, length)).Should().Be(value);
    }

    [Test]
    public void Every_number_comes_back()
        => Gen.Select(Gen.Long, Gen.Int[0, 63]).Sample((number, shift) =>
        {
            var bytes = new byte[VInt.MaxSize];
            var value = number >> shift;
            var length = VInt.Write(bytes, value);
            return VInt.Size(bytes[0]) == length && VInt.Read(bytes.AsSpan(0, length)) == value;
        });
}
