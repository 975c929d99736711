namespace QmpGen.Tests;

public sealed class QmpObjectTests
{
    [Fact]
    public void NullValue_WhenSetOrAdded_IsAbsent()
    {
        string? absent = null;
        int? none = null;
        QmpObject members = new() { ["a"] = absent, ["b"] = 1 };
        QmpObject added = new() { { "a", none }, { "b", 1 } };
        added["c"] = 2;
        added["c"] = null;

        Assert.Equal(new QmpObject { ["b"] = 1 }, members);
        Assert.Equal(members, added);
    }

    [Fact]
    public void Conversion_OfObject_CopiesItsMembers()
    {
        QmpObject members = new()
        {
            ["b"] = "é\"",
            ["a"] = QmpValue.Null,
            ["c"] = [1, new QmpObject()],
        };

        QmpValue value = members;
        members["d"] = 1;

        Assert.Equal("""{"b":"é\"","a":null,"c":[1,{}]}""", value.ToString());
    }

    [Fact]
    public void Member_ReceivedWithInvalidUtf8_IsRejectedWhenSent()
    {
        QmpObject members = new() { ["id"] = QmpValue.Parse([0x22, 0xFF, 0x22]) };

        Assert.Throws<QmpArgumentException>(() => QmpRequest.EncodeArguments(members));
    }

    [Fact]
    public void Conversion_WithInvalidName_Throws() =>
        Assert.Throws<QmpArgumentException>(() => (QmpValue)new QmpObject { ["\ud800"] = 1 });

    [Fact]
    public void AddRange_OfReceivedMembers_AddsThem()
    {
        QmpObject members = new() { ["driver"] = "qemu64-x86_64-cpu" };

        members.AddRange(QmpValue.Parse("""{"core-id": 0, "new-id": 1}""").Members);

        Assert.Equal("""{"driver":"qemu64-x86_64-cpu","core-id":0,"new-id":1}""", ((QmpValue)members).ToString());
        Assert.Throws<ArgumentException>(() => members.AddRange(members));
    }

    [Fact]
    public void ToString_WithSecrets_RedactsThem()
    {
        QmpObject members = new()
        {
            ["id"] = "sec0",
            ["password"] = "hunter2",
            ["props"] = new QmpObject { ["data"] = "hunter2" },
        };

        Assert.Equal("""{ id = "sec0", password = (redacted), props = {"data":"(redacted)"} }""", members.ToString());
        Assert.Contains("hunter2", ((QmpValue)members).ToString(), StringComparison.Ordinal);
    }
}
