using HandMade;
using Xunit;
using static QmpGen.Bindings.Tests.EchoSerializer;

namespace QmpGen.Bindings.Tests;

/// <summary>Writes generated types as arguments.</summary>
public sealed class ArgumentWritingTests
{
    [Fact]
    public void WriteArguments_WithAbsentMembers_OmitsThem()
    {
        Assert.Equal("""{"text":"Grüße <&>"}""", WriteArguments(new EchoCommand { Text = "Grüße <&>" }));
        Assert.Equal(
            """{"text":"a","count":-1,"share":0.5,"color":"3d-green","colors":["red"]}""",
            WriteArguments(
                new EchoCommand
                {
                    Text = "a",
                    Count = -1,
                    Share = 0.5,
                    Color = EchoColor._3dGreen,
                    Colors = [EchoColor.Red],
                }
            )
        );
    }

    [Theory]
    [InlineData(0xD800, "U+D800")]
    [InlineData(0xFDD0, "U+FDD0")]
    [InlineData(0xFFFF, "U+FFFF")]
    [InlineData(0x1FFFE, "U+1FFFE")]
    public void WriteString_UnreadableForQemu_ThrowsWithTheCharacter(int character, string codePoint)
    {
        string text = "a" + (character > 0xFFFF ? char.ConvertFromUtf32(character) : ((char)character).ToString());

        Assert.Contains(
            codePoint,
            Assert.Throws<QmpArgumentException>(() => WriteArguments(new EchoCommand { Text = text })).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            codePoint,
            Assert
                .Throws<QmpArgumentException>(() =>
                {
                    QmpValue _ = text;
                })
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void WriteRequired_WithNull_Throws()
    {
        Assert.Contains(
            "'text'",
            Assert.Throws<QmpArgumentException>(() => WriteArguments(new EchoCommand { Text = null! })).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<QmpArgumentException>(() =>
            WriteArguments(new EchoCommand { Text = "", Either = new EchoEither.String(null!) })
        );
        Assert.Throws<QmpArgumentException>(() =>
            WriteArguments(new EchoCommand { Text = "", Many = new EchoMany.List(null!) })
        );
        Assert.Throws<QmpArgumentException>(() =>
            WriteArguments(new EchoCommand { Text = "", Many = new string[] { null! } })
        );
    }

    [Fact]
    public void WriteArguments_NestedTooDeeply_ThrowsWithTheLimit()
    {
        EchoShape shape = new EchoShape.Point();
        for (int i = 0; i < 1100; i++)
        {
            shape = new EchoShape.Nested.Deep { Depth = i, Bottom = shape };
        }

        Assert.Contains(
            "1000",
            Assert
                .Throws<QmpArgumentException>(() => WriteArguments(new EchoCommand { Text = "", Shape = shape }))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void RecordCopy_ByWithExpression_DoesNotShareExtraArguments()
    {
        EchoCommand original = new() { Text = "a", ExtraArguments = { ["netdev"] = "net1" } };
        EchoCommand copy = original with { Text = "b" };
        copy.ExtraArguments["more"] = 1;

        Assert.Equal("""{"text":"a","netdev":"net1"}""", WriteArguments(original));
        Assert.Equal("""{"text":"b","netdev":"net1","more":1}""", WriteArguments(copy));
        Assert.NotEqual(original, copy with { Text = "a" });
        Assert.Equal(original, original with { });
    }

    [Fact]
    public void AllowOob_OfCommandObject_MatchesSchema()
    {
        List<IQmpCommand> commands = [new EchoCommand { Text = "" }, new XOobTestCommand { Lock = true }];

        Assert.Equal(
            [("echo", false), ("x-oob-test", true)],
            commands.Select(command => (command.WireName, command.AllowOob))
        );
        Assert.True(XOobTestCommand.AllowOob);
        Assert.Empty(EchoCommand.Features);
    }
}
