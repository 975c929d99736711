using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class JsonBlockReaderTests
{
    /// <summary>Texts with brackets and quotes in strings.</summary>
    public static TheoryData<string> Texts =>
        ["[]", """{"a":[1,{"b":"]}"}]}""", """["\"]","\\",["\\\"["],"é{"]""", """[{},[[]],"\\\\\"]"]"""];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Length_AtAnyPlaceOfBlock_IsThatOfValue(string json)
    {
        for (int shift = 0; shift < 130; shift++)
        {
            string value = $"[{new string(' ', shift)}{json}]";
            byte[] message = Encoding.UTF8.GetBytes(value + "]}\"[");
            Assert.Equal(Encoding.UTF8.GetByteCount(value), JsonValueScanner.GetContainerLength(message));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Index_OfLargeValues_HasTheirEnds(string json)
    {
        string large = $"""[{json},"{new string('x', ContainerIndex.MinBytes)}",{json}]""";
        byte[] message = Encoding.UTF8.GetBytes($"[{json},{large},{large}]");
        ContainerIndex index = new(message, new QmpReadContext { Subject = "the reply" });
        int length = Encoding.UTF8.GetByteCount(large);
        int start = Encoding.UTF8.GetByteCount(json) + 2;
        Assert.Equal(message.Length, index.GetEnd(0));
        Assert.Equal(start + length, index.GetEnd(start));
        Assert.Equal(start + length + 1 + length, index.GetEnd(start + length + 1));
        Assert.Equal(0, index.GetEnd(1));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("[\"]")]
    [InlineData("[\"\\\"]")]
    [InlineData("")]
    public void Length_OfIncompleteValue_IsUnknown(string json) =>
        Assert.Equal(-1, JsonValueScanner.GetContainerLength(Encoding.UTF8.GetBytes(json)));
}
