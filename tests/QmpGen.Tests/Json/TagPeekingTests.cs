using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

/// <summary>Finding a tag does not validate the object, because it is read afterwards.</summary>
public sealed class TagPeekingTests
{
    private static readonly QmpEnumTable<Kind> s_table = new("leaf node");

    [Theory]
    [InlineData("""{"kind":"node"}""")]
    [InlineData("""{ "a" : 1 , "kind" : "node" , "b" : 2 }""")]
    [InlineData("""{"other":{"kind":"leaf"},"x":"\"kind\":","kind":"node"}""")]
    [InlineData("""{"a":[{}, [1.5e3, true, null, "]"]],"b":false,"kind":"node"}""")]
    [InlineData("""{"\u006bind":"\u006eode"}""")]
    [InlineData("""{"\ud800":1,"kind":"node"}""")]
    public void Tag_AtAnyPlace_IsFound(string json) => Assert.Equal(Kind.Node, Peek(json));

    [Theory]
    [InlineData("""{"kind":5}""")]
    [InlineData("""{"kind":5,"a":1}""")]
    [InlineData("""{"kind":{"a":1}}""")]
    [InlineData("""{"kind":null}""")]
    [InlineData("""{"kin":"node"}""")]
    [InlineData("""{"a":{"kind":"node"}}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"kind":""")]
    [InlineData("""{"kind":"no""")]
    [InlineData("""{"a":[1}""")]
    [InlineData("""{"a""")]
    [InlineData("""{"a":""")]
    [InlineData("""{"\x":1}""")]
    public void Tag_OfInvalidObject_Throws(string json) => Assert.Throws<QmpProtocolException>(() => Peek(json));

    [Fact]
    public void UnknownTag_KeepsText() => Assert.Equal("new", s_table.GetWireName(Peek("""{"kind":"new"}""")));

    private static Kind Peek(string json)
    {
        QmpReader reader = new(Encoding.UTF8.GetBytes(json), new QmpReadContext { Subject = "the reply" });
        return reader.PeekTag("kind", s_table);
    }

    private enum Kind
    {
        Unset,
        Leaf,
        Node,
    }
}
