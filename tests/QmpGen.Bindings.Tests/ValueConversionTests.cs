using HandMade;
using Xunit;
using static QmpGen.Bindings.Tests.EchoSerializer;

namespace QmpGen.Bindings.Tests;

/// <summary>How generated types become raw values.</summary>
public sealed class ValueConversionTests
{
    [Fact]
    public void From_GeneratedType_IsItsJson()
    {
        EchoMany many = 5;
        QmpList<EchoColor> colors = [EchoColor.Red, EchoColor._3dGreen];
        QmpList<EchoShape> shapes = [new EchoShape.Circle { Radius = 5 }, new EchoShape.Point()];
        QmpObject extra = new()
        {
            ["color"] = QmpValue.From(EchoColor._3dGreen),
            ["shape"] = QmpValue.From(shapes[0]),
            ["many"] = QmpValue.From(many),
            ["colors"] = [.. colors.Select(QmpValue.From)],
            ["shapes"] = [.. shapes.Select(QmpValue.From)],
        };

        EchoCommand command = new() { Text = "" };
        command.ExtraArguments.AddRange(extra);

        Assert.Equal(
            """{"text":"","color":"3d-green","shape":{"kind":"circle","radius":5},"many":5"""
                + ""","colors":["red","3d-green"],"shapes":[{"kind":"circle","radius":5},{"kind":"point"}]}""",
            WriteArguments(command)
        );
    }

    [Fact]
    public void From_EnumThatCannotBeSent_Throws()
    {
        EchoColor unknown = ReadReply("""{"text": "", "color": "infrared"}""").Color!.Value;

        Assert.Throws<QmpArgumentException>(() => QmpValue.From(unknown));
        Assert.Throws<QmpArgumentException>(() => QmpValue.From(default(EchoColor)));
    }

    [Fact]
    public void ExtraArguments_OfAnyShape_AreWrittenExactly() =>
        Assert.Equal(
            """{"text":"","wwn":9007199254740993,"weight":0.1,"iothread-vq-mapping":[{"iothread":"t0","vqs":[0,1]}]}""",
            WriteArguments(
                new EchoCommand
                {
                    Text = "",
                    ExtraArguments =
                    {
                        ["wwn"] = 9007199254740993UL,
                        ["weight"] = 0.1f,
                        ["absent"] = (int?)null,
                        ["iothread-vq-mapping"] = [new QmpObject { ["iothread"] = "t0", ["vqs"] = [0, 1] }],
                    },
                }
            )
        );
}
