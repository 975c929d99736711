using System.Text.Json;

namespace QmpGen.Tests;

public sealed class QmpValueTests
{
    [Theory]
    [InlineData("[1e8615516162]", "[1e8615516162]", true)]
    [InlineData("[1e8615516162]", "[1e8615516163]", false)]
    [InlineData("[1e8615516162]", "[1]", false)]
    public void Equals_WithHugeExponents_ComparesTheNumbers(string left, string right, bool areEqual) =>
        Assert.Equal(areEqual, QmpValue.Parse(left).Equals(QmpValue.Parse(right)));

    [Fact]
    public void EqualityOperator_WithNullAndSameJson_ComparesJson()
    {
        QmpValue? absent = null;
        QmpValue state = QmpValue.Parse("""{"cpu": null, "size": 1}""");

        Assert.True(state["cpu"] == QmpValue.Null);
        Assert.True(state["size"] == 1);
        Assert.True(state["size"] != 2);
        Assert.True(absent == null);
        Assert.True(absent != QmpValue.Null);
        Assert.True(state != absent);
    }

    [Fact]
    public void Parse_WithLoneSurrogate_Throws() =>
        Assert.Throws<QmpArgumentException>(() => QmpValue.Parse("\"a\uD800b\""));

    [Fact]
    public void Conversion_FromUndefinedJsonElement_Throws() =>
        Assert.Throws<QmpArgumentException>(() =>
        {
            QmpValue _ = default(JsonElement);
        });

    [Fact]
    public void ToString_WithInvalidUtf8_UsesReplacementCharacters() =>
        Assert.Equal("\"\uFFFD\"", Parse(0xF2).ToString());

    [Theory]
    [InlineData(0xF2, true)]
    [InlineData(0xF3, false)]
    public void Equals_WithInvalidUtf8_ComparesTheBytes(byte other, bool areEqual) =>
        Assert.Equal(areEqual, Parse(0xF2).Equals(Parse(other)));

    private static QmpValue Parse(byte character) => QmpValue.Parse([0x22, character, 0x22]);
}
