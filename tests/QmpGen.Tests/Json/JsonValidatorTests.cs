using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class JsonValidatorTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a": true, "b": [false, null], "t": 1e5, "c": "x"}""")]
    [InlineData("""{"tru": "fals", "\"t": "\\", "nul\\\"l": ["\\\"t"]}""")]
    [InlineData("""{"return": "not closed\""")]
    [InlineData("""{"return": "not closed\\""")]
    public void Literals_AndStrings_AreValid(string json) => Assert.True(HasValidLiterals(json));

    [Theory]
    [InlineData("""{"a": tru}""")]
    [InlineData("""{"a": "t", "b": t""")]
    [InlineData("""{"a": "\\", "b": nul, "c": 1}""")]
    [InlineData("""{"a": "\"", "b": [falsE]}""")]
    public void OtherWords_AreInvalid(string json) => Assert.False(HasValidLiterals(json));

    [Fact]
    public void LongMessage_WithInvalidLiteral_IsNotQuoted()
    {
        byte[] message = Encoding.UTF8.GetBytes($$"""{"a": t{{new string('x', 10_000_000)}}}""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() =>
            new QmpReader(message, new QmpReadContext()).ReadAny()
        );
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, message.Length / 10);
        Assert.InRange(e.Message.Length, 1, PeerText.MaxLength);
    }

    private static bool HasValidLiterals(string json) => JsonValidator.HasValidLiterals(Encoding.UTF8.GetBytes(json));
}
