using System.Globalization;
using System.Text.Json;
using QmpGen.Fuzz.Targets;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>What the targets let pass, and what not.</summary>
public sealed class DocumentedTests
{
    private static readonly JsonElement s_object = JsonElement.Parse("""{"text": "\ud800", "large": 1e99}""");

    /// <summary>How System.Text.Json refuses a value, by the exception that it throws.</summary>
    public static TheoryData<string> Refusals =>
        ["FormatException", "InvalidOperationException", "JsonReaderException", "KeyNotFoundException", "surrogate"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_value_that_the_JSON_reader_refuses_is_the_peers_fault(string kind)
    {
        Exception e = Assert.ThrowsAny<Exception>(() => Refuse(kind));

        Documented.Check(new QmpProtocolException("wrapped", e));
    }

    [Fact]
    public void The_same_exception_from_anywhere_else_is_a_fault_of_our_own()
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
                Assert.Throws<FindingException>(() => Documented.Check(new QmpProtocolException("wrapped", e)));
            }
        );
    }

    private static object? Refuse(string kind) =>
        kind switch
        {
            "FormatException" => s_object.GetProperty("large").GetInt32(),
            "InvalidOperationException" => s_object.GetProperty("large").GetString(),
            "KeyNotFoundException" => s_object.GetProperty("small"),
            "surrogate" => s_object.GetProperty("text").GetString(),
            _ => JsonElement.Parse("{"),
        };
}
