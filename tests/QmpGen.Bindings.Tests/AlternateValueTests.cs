using HandMade;
using Xunit;
using static QmpGen.Bindings.Tests.EchoSerializer;

namespace QmpGen.Bindings.Tests;

/// <summary>Writes and reads generated alternates and values of any type.</summary>
public sealed class AlternateValueTests
{
    [Fact]
    public void OptionalAlternate_AbsentNullOrSet_WritesDifferentJson()
    {
        Assert.Equal("""{"text":""}""", WriteArguments(new EchoCommand { Text = "", Either = null }));
        Assert.Equal(
            """{"text":"","either":null}""",
            WriteArguments(new EchoCommand { Text = "", Either = new EchoEither.Null() })
        );
        Assert.Equal("""{"text":"","either":"x"}""", WriteArguments(new EchoCommand { Text = "", Either = "x" }));
        Assert.Equal(
            """{"text":"","either":{"radius":1}}""",
            WriteArguments(
                new EchoCommand
                {
                    Text = "",
                    Either = new EchoEitherValue { Radius = 1 },
                }
            )
        );
    }

    [Fact]
    public void OptionalAlternate_AbsentNullOrSet_ReadsDifferentValues()
    {
        Assert.Null(ReadReply("""{"text": ""}""").Either);
        Assert.IsType<EchoEither.Null>(ReadReply("""{"text": "", "either": null}""").Either);
        Assert.Equal("x", ReadReply("""{"text": "", "either": "x"}""").Either);
    }

    [Fact]
    public void Alternate_OfUnknownKind_IsReadAsUnknownBranch() =>
        Assert.IsType<EchoEither.UnknownBranch>(ReadReply("""{"text": "", "either": [1]}""").Either);

    [Fact]
    public void ListBranch_FromArrayOrCollectionExpression_IsWritten()
    {
        string[] array = ["a", "b"];

        Assert.Equal("""{"text":"","many":["a","b"]}""", WriteArguments(new EchoCommand { Text = "", Many = array }));
        Assert.Equal("""{"text":"","many":["c"]}""", WriteArguments(new EchoCommand { Text = "", Many = ["c"] }));
        Assert.Equal("""{"text":"","many":7}""", WriteArguments(new EchoCommand { Text = "", Many = 7 }));
    }

    [Fact]
    public void AnyMember_AbsentOrNull_IsReadDistinctly()
    {
        Assert.Null(ReadReply("""{"text": ""}""").Anything);
        Assert.Equal(QmpValue.Null, ReadReply("""{"text": "", "anything": null}""").Anything);
    }

    [Fact]
    public void AnyMember_SetToNullOrObject_IsWritten()
    {
        Assert.Equal(
            """{"text":"","anything":null}""",
            WriteArguments(new EchoCommand { Text = "", Anything = QmpValue.Null })
        );
        Assert.Equal(
            """{"text":"","anything":{"a":[1,"x",true]}}""",
            WriteArguments(new EchoCommand { Text = "", Anything = QmpValue.Parse("""{"a": [1, "x", true]}""") })
        );
    }
}
