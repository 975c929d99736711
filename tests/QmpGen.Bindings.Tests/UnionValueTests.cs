using HandMade;
using Xunit;
using static QmpGen.Bindings.Tests.EchoSerializer;

namespace QmpGen.Bindings.Tests;

/// <summary>Writes and reads generated unions.</summary>
public sealed class UnionValueTests
{
    [Fact]
    public void WriteUnion_WithNestedUnion_WritesOneObject()
    {
        Assert.Equal(
            """{"text":"","shape":{"kind":"circle","label":"o","radius":3}}""",
            WriteArguments(
                new EchoCommand
                {
                    Text = "",
                    Shape = new EchoShape.Circle { Label = "o", Radius = 3 },
                }
            )
        );
        Assert.Equal(
            """{"text":"","shape":{"kind":"nested","type":"deep","depth":2,"bottom":{"kind":"point"}}}""",
            WriteArguments(
                new EchoCommand
                {
                    Text = "",
                    Shape = new EchoShape.Nested.Deep { Depth = 2, Bottom = new EchoShape.Point() },
                }
            )
        );
    }

    [Fact]
    public void ReadUnion_WithTagAnywhere_FindsTheBranch()
    {
        EchoShape.Circle circle = Assert.IsType<EchoShape.Circle>(
            ReadShape("""{"radius": 3, "label": "o", "later": [{"kind": 1}], "kind": "circle"}""")
        );
        Assert.Equal(new EchoShape.Circle { Label = "o", Radius = 3 }, circle);
        Assert.Equal(EchoShapeKind.Circle, circle.Kind);

        EchoShape.Nested.Deep deep = Assert.IsType<EchoShape.Nested.Deep>(
            ReadShape("""{"depth": 2, "type": "deep", "kind": "nested", "bottom": {"kind": "point"}}""")
        );
        Assert.Equal((2, EchoShapeKind.Nested, "deep"), (deep.Depth, deep.Kind, deep.Type.WireName));
        Assert.IsType<EchoShape.Point>(deep.Bottom);
    }

    [Fact]
    public void ReadUnion_OfUnknownBranch_KeepsItsJson()
    {
        EchoShape.UnknownBranch unknown = Assert.IsType<EchoShape.UnknownBranch>(
            ReadShape("""{"kind": "square", "label": "s", "side": 4}""")
        );

        Assert.False(unknown.Kind.IsKnown);
        Assert.Equal("square", unknown.Kind.WireName);
        Assert.Equal("s", unknown.Label);
        Assert.Equal(4, unknown.Json.Json.GetProperty("side").GetInt32());
        Assert.Throws<QmpArgumentException>(() => WriteArguments(new EchoCommand { Text = "", Shape = unknown }));
        Assert.IsType<EchoShape.Nested.UnknownBranch>(
            ReadShape("""{"kind": "nested", "type": "sideways", "depth": 1}""")
        );
    }

    [Fact]
    public void ReadUnion_AtDeepestNesting_FitsAPoolThreadStack()
    {
        const int Levels = 1000;
        string json =
            string.Concat(Enumerable.Repeat("""{"kind": "nested", "type": "deep", "depth": 1, "bottom": """, Levels))
            + """{"kind": "point"}"""
            + new string('}', Levels);
        int depth = 0;

        // .NET gives pool threads 1.5 MiB unless the system sets another size.
        Thread reader = new(
            () =>
            {
                for (EchoShape? shape = ReadShape(json); shape is EchoShape.Nested.Deep deep; shape = deep.Bottom)
                {
                    depth++;
                }
            },
            maxStackSize: 1536 * 1024
        );
        reader.Start();
        reader.Join();

        Assert.Equal(Levels, depth);
    }
}
