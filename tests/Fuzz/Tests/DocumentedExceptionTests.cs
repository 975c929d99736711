using System.Globalization;
using System.Text.Json;
using QmpGen.Fuzz.Targets;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>The exceptions that the targets accept.</summary>
public sealed class DocumentedExceptionTests
{
    private static readonly JsonElement s_object = JsonElement.Parse("""{"text": "\ud800", "large": 1e99}""");

    /// <summary>The exceptions of System.Text.Json for an invalid value.</summary>
    public static TheoryData<string> Exceptions =>
        ["FormatException", "InvalidOperationException", "JsonReaderException", "KeyNotFoundException", "surrogate"];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void ProtocolException_CausedByJsonReader_IsDocumented(string kind)
    {
        Exception e = Assert.ThrowsAny<Exception>(() => ThrowFromJson(kind));

        DocumentedExceptions.Check(new QmpProtocolException("wrapped", e));
    }

    [Fact]
    public void ProtocolException_CausedByOtherCode_IsFinding()
    {
        Assert.All(
            new Func<object>[]
            {
                () => int.Parse("x", CultureInfo.InvariantCulture),
                () => new Dictionary<string, int>()["x"],
                () => new Queue<int>().Dequeue(),
            },
            fault =>
            {
                Exception e = Assert.ThrowsAny<Exception>(fault);
                Assert.Throws<FindingException>(() =>
                    DocumentedExceptions.Check(new QmpProtocolException("wrapped", e))
                );
            }
        );
    }

    private static object? ThrowFromJson(string kind) =>
        kind switch
        {
            "FormatException" => s_object.GetProperty("large").GetInt32(),
            "InvalidOperationException" => s_object.GetProperty("large").GetString(),
            "KeyNotFoundException" => s_object.GetProperty("small"),
            "surrogate" => s_object.GetProperty("text").GetString(),
            _ => JsonElement.Parse("{"),
        };
}
