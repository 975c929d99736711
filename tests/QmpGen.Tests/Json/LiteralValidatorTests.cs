using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class LiteralValidatorTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a": true, "b": [false, null], "t": 1e5, "c": "x"}""")]
    [InlineData("""{"tru": "fals", "\"t": "\\", "nul\\\"l": ["\\\"t"]}""")]
    [InlineData("""{"return": "not closed\""")]
    [InlineData("""{"return": "not closed\\""")]
    public void Literals_AndStrings_AreValid(string json) => Assert.True(IsValid(json));

    [Theory]
    [InlineData("""{"a": tru}""")]
    [InlineData("""{"a": "t", "b": t""")]
    [InlineData("""{"a": "\\", "b": nul, "c": 1}""")]
    [InlineData("""{"a": "\"", "b": [falsE]}""")]
    public void OtherWords_AreInvalid(string json) => Assert.False(IsValid(json));

    [Fact]
    public void LongMessage_WithInvalidLiteral_IsNotQuoted()
    {
        byte[] message = Encoding.UTF8.GetBytes($$"""{"return": t{{new string('x', 10_000_000)}}}""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() => TestEvents.ParseMessage(message));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, message.Length / 10);
        Assert.InRange(e.Message.Length, 1, PeerText.MaxLength);
    }

    private static bool IsValid(string json) => LiteralValidator.IsValid(Encoding.UTF8.GetBytes(json));
}
