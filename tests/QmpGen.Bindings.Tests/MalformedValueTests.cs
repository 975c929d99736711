using System.Text;
using HandMade;
using QmpGen.CodeGeneration;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>Regression tests for malformed messages that fuzzing found.</summary>
public sealed class MalformedValueTests
{
    [Theory]
    [InlineData("""{"kind": "circle", "radius": 3, "kind": "point"}""", "kind")]
    [InlineData("""{"kind": "point", "label": "a", "\u006cabel": "b"}""", "label")]
    public void ReadUnion_WithDuplicateMember_Throws(string json, string member)
    {
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() => ReadShape(json));
        Assert.Contains($"'{member}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadUnion_NestedTooDeeplyForStack_Throws() =>
        Assert.IsType<QmpProtocolException>(ReadDeepUnion(stackSize: 200 << 10));

    [Fact]
    public void ReadUnion_NestedDeeplyOnLargeStack_Succeeds() => Assert.Null(ReadDeepUnion(stackSize: 16 << 20));

    /// <summary>Reads a union of 1000 levels on a thread with the given stack size.</summary>
    /// <returns>The exception thrown, or null.</returns>
    private static Exception? ReadDeepUnion(int stackSize)
    {
        const int Depth = 1000;
        string nest = string.Concat(
            Enumerable.Repeat("""{"kind": "nested", "type": "deep", "depth": 1, "bottom": """, Depth)
        );
        Exception? failure = null;
        Thread thread = new(
            () => failure = Record.Exception(() => ReadShape(nest + """{"kind": "point"}""" + new string('}', Depth))),
            stackSize
        );
        thread.Start();
        thread.Join();
        return failure;
    }

    private static EchoShape ReadShape(string json)
    {
        QmpReader reader = new(Encoding.UTF8.GetBytes(json), new QmpReadContext { Subject = "the shape" });
        return reader.ReadObject<EchoShape>();
    }
}
