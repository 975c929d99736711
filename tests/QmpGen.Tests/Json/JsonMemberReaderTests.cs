using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class JsonMemberReaderTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData(" {\r\n\t} ", "")]
    [InlineData("""{"a":1,"b" : "x" , "c":{"d":[2,"}"]},"e":null}""", "a=1 b=\"x\" c={\"d\":[2,\"}\"]} e=null")]
    [InlineData("""{"a": "\"", "b": "\\"}""", """a="\"" b="\\" """)]
    public void Members_OfObject_AreReadInOrder(string json, string expected) =>
        Assert.Equal((expected.Trim(), false), Read(json));

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("""{"a"}""")]
    [InlineData("""{"a" 1}""")]
    [InlineData("""{"a":}""")]
    [InlineData("""{"a":1 "b":2}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{,"a":1}""")]
    [InlineData("""{a:1}""")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a":[1}""")]
    [InlineData("""{"a":"x}""")]
    [InlineData("{\"")]
    [InlineData("""{"\x":0}""")]
    [InlineData("""{"a":nothing}""")]
    [InlineData("""{"a":nullx}""")]
    public void Object_WithInvalidSyntaxBetweenValues_IsMalformed(string json) => Assert.True(Read(json).IsMalformed);

    [Fact]
    public void Name_WithEscapeSequence_IsFound()
    {
        JsonMemberReader members = new("""{"\u0069d": 7}"""u8);
        Assert.True(members.MoveNext());
        Assert.True(members.Is("id"u8));
        Assert.Equal(7, members.Integer);
    }

    [Theory]
    [InlineData("+5")]
    [InlineData("05")]
    [InlineData("5.0")]
    [InlineData("-")]
    public void Integer_InOtherNotation_IsNotRead(string value)
    {
        JsonMemberReader members = new(Encoding.UTF8.GetBytes($$"""{"a": {{value}}}"""));
        Assert.True(members.MoveNext());
        Assert.Null(members.Integer);
    }

    [Theory]
    [InlineData(""" "caf\u00e9" """, "café")]
    [InlineData(""" "\ud800" """, """\ud800""")]
    [InlineData(""" "\q" """, """\q""")]
    [InlineData("5", null)]
    [InlineData("{}", null)]
    public void Text_OfAnyValue_DoesNotThrow(string value, string? expected)
    {
        JsonMemberReader members = new(Encoding.UTF8.GetBytes($$"""{"a": {{value}}}"""));
        Assert.True(members.MoveNext());
        Assert.Equal(expected, members.Text);
        Assert.Equal(value == "5" ? 5 : null, members.Integer);
    }

    private static (string Members, bool IsMalformed) Read(string json)
    {
        StringBuilder text = new();
        JsonMemberReader members = new(Encoding.UTF8.GetBytes(json));
        while (members.MoveNext())
        {
            text.Append(GetName(in members)).Append('=').Append(Encoding.UTF8.GetString(members.Value)).Append(' ');
        }

        return (text.ToString().TrimEnd(), members.IsMalformed);
    }

    private static char GetName(in JsonMemberReader members)
    {
        foreach (char letter in "abcde")
        {
            if (members.Is([(byte)letter]))
            {
                return letter;
            }
        }

        return '?';
    }
}
