using HandMade;
using Xunit;
using static QmpGen.Bindings.Tests.EchoSerializer;

namespace QmpGen.Bindings.Tests;

/// <summary>Writes and reads generated enums.</summary>
public sealed class EnumValueTests
{
    [Fact]
    public void ReadEnum_OfUnknownText_KeepsTheText()
    {
        EchoResult read = ReadReply(
            """{"text": "", "color": "ultraviolet", "colors": ["red", "ultraviolet", "infrared"]}"""
        );

        Assert.False(read.Color!.Value.IsKnown);
        Assert.Equal("ultraviolet", read.Color.Value.WireName);
        Assert.Equal(["red", "ultraviolet", "infrared"], read.Colors!.Select(color => color.WireName));
        Assert.Equal(read.Color, read.Colors![1]);
        QmpArgumentException e = Assert.Throws<QmpArgumentException>(() =>
            WriteArguments(new EchoCommand { Text = "", Color = read.Color })
        );
        Assert.Contains("'ultraviolet'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfUnknownText_PrintsTheText()
    {
        EchoResult read = ReadReply(
            """
            {"text": "t", "color": "plaid", "colors": ["red", "plaid"],
             "shape": {"kind": "nested", "label": "l", "type": "odd", "depth": 1}}
            """
        );

        Assert.Equal(
            "EchoResult { Text = t, Count = , Share = , Anything = , Color = plaid, Colors = [Red, plaid], "
                + "Shape = UnknownBranch { Kind = Nested, Label = l, Type = odd, Depth = 1, "
                + """Json = {"kind": "nested", "label": "l", "type": "odd", "depth": 1} }, Either = , Many =  }""",
            read.ToString()
        );
        Assert.Contains(
            "Color = plaid, Colors = , ",
            new EchoCommand { Text = "", Color = read.Color }.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ToString_OfKnownValue_MatchesTextOfCompiler()
    {
        Assert.Equal("Circle { Kind = Circle, Label = , Radius = 3 }", new EchoShape.Circle { Radius = 3 }.ToString());
        Assert.Contains(
            "Color = _3dGreen,",
            new EchoCommand { Text = "", Color = EchoColor._3dGreen }.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("Color = 0,", new EchoCommand { Text = "", Color = 0 }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteEnum_NeverSet_ThrowsWithMemberAndType()
    {
        QmpArgumentException e = Assert.Throws<QmpArgumentException>(() =>
            WriteArguments(new EchoCommand { Text = "", Color = default(EchoColor) })
        );

        Assert.Contains("'color'", e.Message, StringComparison.Ordinal);
        Assert.Contains("EchoColor", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadEnum_OfTooManyUnknownTexts_SharesOneValue()
    {
        string[] texts = [.. Enumerable.Range(0, 1000).Select(i => $"color-{i}")];

        IReadOnlyList<EchoColor> colors = ReadReply(
            $$"""{"text": "", "colors": [{{string.Join(", ", texts.Select(text => $"\"{text}\""))}}]}"""
        ).Colors!;

        Assert.Equal(257, colors.Distinct().Count());
        Assert.DoesNotContain(colors, color => color.IsKnown);
        Assert.Equal("color-0", colors[0].WireName);
        Assert.Equal("(unknown)", colors[^1].WireName);
        Assert.Equal("color-999", ReadReply("""{"text": "", "color": "color-999"}""").Color!.Value.WireName);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(1_000_000, false)]
    public void ReadEnum_OfLongUnknownText_DropsTextAboveLimit(int length, bool isKept)
    {
        string text = new('x', length);

        EchoColor color = ReadReply($$"""{"text": "", "color": "{{text}}"}""").Color!.Value;

        Assert.False(color.IsKnown);
        Assert.Equal(isKept ? text : "(unknown)", color.WireName);
    }
}
