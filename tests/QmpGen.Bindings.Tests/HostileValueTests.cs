using System.Text;
using HandMade;
using QmpGen.CodeGeneration;
using Xunit;

namespace QmpGen.Tests;

/// <summary>What mutated messages have shown to go wrong in reading.</summary>
public sealed class HostileValueTests
{
    [Theory]
    [InlineData("""{"kind": "circle", "radius": 3, "kind": "point"}""", "kind")]
    [InlineData("""{"kind": "point", "label": "a", "\u006cabel": "b"}""", "label")]
    public void A_member_that_is_there_twice_is_refused_since_a_tag_would_contradict_its_branch(
        string json,
        string member
    )
    {
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() => ReadShape(json));
        Assert.StartsWith($"Duplicate member '{member}' in ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200 << 10, false)]
    [InlineData(16 << 20, true)]
    public void What_is_nested_deeper_than_the_stack_allows_is_refused_and_ends_no_process(int stack, bool isRead)
    {
        const int Depth = 1000;
        string nest = string.Concat(
            Enumerable.Repeat("""{"kind": "nested", "type": "deep", "depth": 1, "bottom": """, Depth)
        );
        Exception? refusal = null;
        Thread thread = new(
            () => refusal = Record.Exception(() => ReadShape(nest + """{"kind": "point"}""" + new string('}', Depth))),
            stack
        );
        thread.Start();
        thread.Join();

        if (isRead)
        {
            Assert.Null(refusal);
        }
        else
        {
            Assert.EndsWith(
                "is nested too deeply for the stack of this thread.",
                Assert.IsType<QmpProtocolException>(refusal).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void A_number_whose_exponent_no_int_holds_compares_as_it_came()
    {
        Assert.Equal(QmpValue.Parse("[1e8615516162]"), QmpValue.Parse("[1e8615516162]"));
        Assert.NotEqual(QmpValue.Parse("[1e8615516162]"), QmpValue.Parse("[1e8615516163]"));
        Assert.NotEqual(QmpValue.Parse("[1e8615516162]"), QmpValue.Parse("[1]"));
    }

    private static EchoShape ReadShape(string json)
    {
        QmpReader reader = new(Encoding.UTF8.GetBytes(json), new QmpReadContext { Subject = "the shape" });
        return reader.ReadObject<EchoShape>();
    }
}
