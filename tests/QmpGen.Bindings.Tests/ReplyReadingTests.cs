using System.Text;
using HandMade;
using QmpGen.CodeGeneration;
using Xunit;
using static QmpGen.Bindings.Tests.EchoSerializer;

namespace QmpGen.Bindings.Tests;

/// <summary>Reads replies into generated types.</summary>
public sealed class ReplyReadingTests
{
    [Fact]
    public void ReadObject_WithMalformedMemberName_SkipsTheMember() =>
        Assert.Equal(1, ReadReply("""{"\ud800": {"count": 5}, "text": "", "c\u006funt": 1}""").Count);

    [Fact]
    public void ReadInt64_AboveItsRange_KeepsTheBits() =>
        Assert.Equal(-1, ReadReply("""{"text": "", "count": 18446744073709551615}""").Count);

    [Fact]
    public void ReadObject_WithoutRequiredMember_ThrowsWithMemberAndVersions()
    {
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() => ReadReply("""{"count": 1}"""));

        Assert.All(
            ["'echo'", "'text'", "9.9.9", "1.1.1"],
            part => Assert.Contains(part, e.Message, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("""{"text": 1}""", "'text'")]
    [InlineData("""{"text": "", "count": 1.5}""", "'count'")]
    [InlineData("""{"text": "", "colors": {}}""", "'colors'")]
    [InlineData("""[]""", "'echo'")]
    [InlineData("""{"text": "", "share": 1e999}""", "'share'")]
    [InlineData("""{"text": "", "color": "\ud800"}""", "'color'")]
    [InlineData("""{"text": "\ud800"}""", "'text'")]
    [InlineData("""{"text": "", "shape": {"label": "x"}}""", "'kind'")]
    public void ReadObject_WithValueOfWrongType_ThrowsWithItsName(string json, string place) =>
        Assert.Contains(
            place,
            Assert.Throws<QmpProtocolException>(() => ReadReply(json)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Records_WithEqualContents_AreEqual()
    {
        EchoResult one = ReadReply("""{"text": "a", "colors": ["red"], "anything": {"x": 1, "y": 2}}""");
        EchoResult same = ReadReply("""{"anything": {"y": 2, "x": 1}, "colors": ["red"], "text": "a"}""");

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, one with { Colors = [] });
        Assert.Contains("Colors = [Red]", one.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EventMember_NamedLikeEventProperty_IsWritten()
    {
        HappenedEvent happened = new() { Name = "n", TimestampValue = 5 };

        Assert.Equal(
            """{"name":"n","timestamp":5}""",
            Encoding.UTF8.GetString(QmpWriter.ToUtf8(writer => writer.WriteObject(happened)))
        );
        Assert.Equal("HAPPENED", HappenedEvent.WireName);
        Assert.Equal("HAPPENED", ((QmpEvent)happened).WireName);
    }
}
