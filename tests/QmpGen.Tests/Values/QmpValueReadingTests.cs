using System.Text.Json;

namespace QmpGen.Tests;

public sealed class QmpValueReadingTests
{
    private static readonly QmpValue s_reply = QmpValue.Parse(
        """
        {"qemu": {"major": 7, "size": 18446744073709551615, "ratio": 0.5}, "cpus": [{"id": "a"}, {"id": "b", "up": true}]}
        """
    );

    [Fact]
    public void Value_OfObjectsAndArrays_IsReadByNameAndIndex()
    {
        Assert.Equal(7, s_reply["qemu"]["major"].GetInt64());
        Assert.Equal(7UL, s_reply["qemu"]["major"].GetUInt64());
        Assert.Equal(ulong.MaxValue, s_reply["qemu"]["size"].GetUInt64());
        Assert.Equal(0.5, s_reply["qemu"]["ratio"].GetDouble());
        Assert.Equal("a", s_reply["cpus"][0]["id"].GetString());
        Assert.True(s_reply["cpus"][^1]["up"].GetBoolean());
        Assert.Equal(JsonValueKind.Array, s_reply["cpus"].Kind);
    }

    [Fact]
    public void Value_OfObjectsAndArrays_IsEnumerated()
    {
        Assert.Equal(["a", "b"], s_reply["cpus"].Items.Select(cpu => cpu["id"].GetString()));
        Assert.Equal(["major", "size", "ratio"], s_reply["qemu"].Members.Select(member => member.Key));
        Assert.Equal((2, 3), (s_reply["cpus"].Count, s_reply["qemu"].Count));
        List<QmpValue> items = [];
        foreach (QmpValue cpu in s_reply["cpus"])
        {
            items.Add(cpu);
        }

        Assert.Equal(s_reply["cpus"], [.. items]);
    }

    [Fact]
    public void TryGetMember_OfAbsentMember_ReturnsFalse()
    {
        Assert.False(s_reply.TryGetMember("nope", out QmpValue? absent));
        Assert.Null(absent);
        Assert.True(s_reply.TryGetMember("cpus", out QmpValue? cpus));
        Assert.Equal(2, cpus.Count);
    }

    [Fact]
    public void GetInt64_OfOtherNumbers_Throws()
    {
        Assert.All(
            ["9223372036854775808", "1.5", "1e400", "\"1\""],
            text => Assert.Throws<InvalidOperationException>(() => QmpValue.Parse(text).GetInt64())
        );
        Assert.Throws<InvalidOperationException>(() => QmpValue.Parse("-1").GetUInt64());
        Assert.Throws<InvalidOperationException>(() => QmpValue.Parse("1e400").GetDouble());
    }

    [Fact]
    public void Indexer_OfAbsentMember_ThrowsWithPath() =>
        Assert.Contains(
            "'cpus[1]'",
            Assert.Throws<KeyNotFoundException>(() => s_reply["cpus"].Items.Last()["nope"]).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Member_BesideInvalidName_IsRead()
    {
        QmpValue value = QmpValue.Parse("""{"\ud800": 1, "\u0061": 2, "a\udc00": 3}""");

        Assert.Equal(2, value["a"].GetInt64());
        Assert.Contains(
            """'\ud800', 'a', 'a\udc00'""",
            Assert.Throws<KeyNotFoundException>(() => value["nope"]).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<KeyNotFoundException>(() => value["\uD800"]);
    }

    [Fact]
    public void Members_WithInvalidName_Throw() =>
        Assert.Contains(
            "'cpu'",
            Assert
                .Throws<InvalidOperationException>(() =>
                    QmpValue.Parse("""{"cpu": {"\ud800": 1}}""")["cpu"].Members.Count()
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Indexer_OutOfRange_Throws() =>
        Assert.All([-1, 2], index => Assert.Throws<ArgumentOutOfRangeException>(() => s_reply["cpus"][index]));

    [Fact]
    public void Equals_OfMember_IgnoresItsPlace() =>
        Assert.Equal(QmpValue.Parse("""{"id": "a"}"""), s_reply["cpus"][0]);
}
