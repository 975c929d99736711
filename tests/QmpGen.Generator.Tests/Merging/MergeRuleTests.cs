using System.Text.Json;
using Xunit;
using static QmpGen.Generator.Tests.MergedBindings;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>Each rule for what differs between releases: the reply of each is read, and written again without
/// loss.</summary>
public sealed class MergeRuleTests
{
    private const string Optional = """, "default": null""";

    [Fact]
    public void Member_ThatOneReleaseLacks_IsOptional() =>
        Verify(
            """long? old = info.Old; long? added = info.Added; long both = info.Both;""",
            Dump(Object("Info", $"{Member("both", "int")}, {Member("old", "int")}")),
            Dump(Object("Info", $"{Member("added", "int")}, {Member("both", "int")}")),
            """{"both": 1, "old": 2}""",
            """{"both": 1, "added": 2}"""
        );

    [Fact]
    public void Member_ThatOneReleaseDoesNotRequire_IsOptional() =>
        Verify(
            "long? size = info.Size;",
            Dump(Object("Info", Member("size", "int", Optional))),
            Dump(Object("Info", Member("size", "int"))),
            "{}",
            """{"size": 1}"""
        );

    [Fact]
    public void String_ThatBecameEnum_IsEnum() =>
        Verify(
            """Check(info.State is Qemu.State.On || info.State.WireName == "off");""",
            Dump(Object("Info", Member("state", "str"))),
            Dump(Object("Info", Member("state", "State")), Enum("State", "off", "on")),
            """{"state": "off"}""",
            """{"state": "on"}"""
        );

    [Fact]
    public void Enum_WithOtherValues_HasValuesOfAll() =>
        Verify(
            "Check(info.State is Qemu.State.Old or Qemu.State.New);",
            Dump(Object("Info", Member("state", "State")), Enum("State", "old", "on")),
            Dump(Object("Info", Member("state", "State")), Enum("State", "on", "new")),
            """{"state": "old"}""",
            """{"state": "new"}"""
        );

    [Fact]
    public void Enum_WithOtherName_HasNewestNameAndValuesOfAll() =>
        Verify(
            "Check(info.State is Qemu.NewState.Old or Qemu.NewState.New);",
            Dump(Object("Info", Member("state", "OldState")), Enum("OldState", "old")),
            Dump(Object("Info", Member("state", "NewState")), Enum("NewState", "new")),
            """{"state": "old"}""",
            """{"state": "new"}"""
        );

    [Theory]
    [InlineData("uint8", "uint32", "uint", "4294967295")]
    [InlineData("uint32", "uint8", "uint", "4294967295")]
    [InlineData("int32", "uint32", "long", "-1")]
    [InlineData("uint64", "int8", "ulong", "18446744073709551615")]
    public void Integer_OfAnotherWidth_HoldsValuesOfAll(string old, string @new, string type, string value) =>
        Verify(
            $"{type} size = info.Size;",
            Dump(Object("Info", Member("size", "int", $", \"width\": \"{old}\""))),
            Dump(Object("Info", Member("size", "int", $", \"width\": \"{@new}\""))),
            $$"""{"size": {{value}}}"""
        );

    [Fact]
    public void EmptyObject_ThatGotMembers_HasOptionalMembers() =>
        Verify(
            "long? size = info.Size;",
            Dump(Object("Info", "")),
            Dump(Object("Info", Member("size", "int"))),
            "{}",
            """{"size": 1}"""
        );

    [Fact]
    public void Object_ThatBecameUnionByAnOldMember_IsUnion() =>
        Verify(
            "Check(info is Qemu.Info.A or Qemu.Info.B { Size: 3 }); long? old = info.Old;",
            Dump(Object("Info", $"{Member("kind", "str")}, {Member("old", "int")}, {Member("size", "int")}")),
            Dump(Union("Info", "", ("a", "A"), ("b", "0")), Enum("Kind", "a", "b"), Object("A", Member("size", "int"))),
            """{"kind": "a", "old": 1, "size": 2}""",
            """{"kind": "b", "old": 1, "size": 3}""",
            """{"kind": "a", "size": 2}"""
        );

    [Fact]
    public void ObjectWithoutTag_WithMembersOfOneBranch_IsThisBranch() =>
        Verify(
            "Check(info is Qemu.Info.B); Check(info.Kind is 0 or Qemu.Kind.B);",
            Dump(Object("Info", $"{Member("id", "int")}, {Member("size", "int")}")),
            Dump(
                Union("Info", Member("id", "int"), ("a", "A"), ("b", "B")),
                Enum("Kind", "a", "b"),
                Object("A", Member("name", "str")),
                Object("B", Member("size", "int"))
            ),
            """{"id": 1, "size": 2}""",
            """{"kind": "b", "id": 1, "size": 2}"""
        );

    [Fact]
    public void ObjectWithoutTag_OfNoBranch_IsUnknownBranch() =>
        Verify(
            """Check(info is Qemu.Info.UnknownBranch { Kind: 0 } || info.Kind == Qemu.Kind.A);""",
            Dump(Object("Info", $"{Member("id", "int")}, {Member("old", "int")}")),
            Dump(
                Union("Info", Member("id", "int"), ("a", "A"), ("b", "0")),
                Enum("Kind", "a", "b"),
                Object("A", Member("name", "str"))
            ),
            """{"id": 1, "old": 2, "later": [3]}""",
            """{"kind": "a", "id": 1, "name": "x"}"""
        );

    [Fact]
    public void Union_ThatBecameObject_IsObjectWithAllMembers() =>
        Verify(
            "string? name = info.Name; long? size = info.Size;",
            Dump(
                Union("Info", "", ("a", "A"), ("b", "B")),
                Enum("Kind", "a", "b"),
                Object("A", Member("name", "str")),
                Object("B", Member("size", "int"))
            ),
            Dump(Object("Info", $"{Member("kind", "Kind")}, {Member("size", "int")}"), Enum("Kind", "a", "b")),
            """{"kind": "a", "name": "x"}""",
            """{"kind": "b", "size": 2}"""
        );

    [Fact]
    public void Member_ThatMovedIntoABranch_IsInAllBranchesThatHadIt() =>
        Verify(
            """Check(info is Qemu.Info.A { Size: 1 } or Qemu.Info.B { Size: 1 } or Qemu.Info.C);""",
            Dump(Union("Info", Member("size", "int"), ("a", "0"), ("b", "0")), Enum("Kind", "a", "b")),
            Dump(
                Union("Info", "", ("a", "A"), ("b", "0"), ("c", "0")),
                Enum("Kind", "a", "b", "c"),
                Object("A", Member("size", "int"))
            ),
            """{"kind": "b", "size": 1}""",
            """{"kind": "a", "size": 1}""",
            """{"kind": "c"}"""
        );

    [Fact]
    public void BranchOfTwoCases_OfWhichOneChangesLater_KeepsItsMembers() =>
        Verify(
            "Check(info.One is null or Qemu.Part.B); if (info.One is Qemu.Part.B b) { long size = b.Size; }",
            Dump(
                Object("Info", Member("two", "OldMiddle")),
                Object("OldMiddle", Member("three", "OldPart")),
                Union("OldPart", "", ("a", "OldBranch")),
                Enum("Kind", "a"),
                Object("OldBranch", Member("old", "int"))
            ),
            Dump(
                Object("Info", $"{Member("one", "Part")}, {Member("two", "Middle")}"),
                Object("Middle", Member("three", "Part")),
                Union("Part", "", ("a", "Branch"), ("b", "Branch")),
                Enum("Kind", "a", "b"),
                Object("Branch", Member("size", "int"))
            ),
            """{"two": {"three": {"kind": "a", "old": 1}}}""",
            """{"one": {"kind": "b", "size": 1}, "two": {"three": {"kind": "a", "size": 1}}}"""
        );

    [Fact]
    public void Member_ThatMovedOutOfABranch_IsCommon() =>
        Verify(
            """long? size = info.Size;""",
            Dump(Union("Info", "", ("a", "A"), ("b", "0")), Enum("Kind", "a", "b"), Object("A", Member("size", "int"))),
            Dump(Union("Info", Member("size", "int"), ("a", "0"), ("b", "0")), Enum("Kind", "a", "b")),
            """{"kind": "a", "size": 1}""",
            """{"kind": "b"}""",
            """{"kind": "b", "size": 2}"""
        );

    [Fact]
    public void UnionInABranch_WithAndWithoutItsTag_IsReadAndWritten() =>
        Verify(
            """Check(info is Qemu.Info.A);""",
            Dump(Union("Info", "", ("a", "A")), Enum("Kind", "a"), Object("A", Member("path", "str"))),
            Dump(
                Union("Info", "", ("a", "Address")),
                Enum("Kind", "a"),
                Enum("Type", "unix", "inet"),
                Object(
                    "Address",
                    Member("type", "Type"),
                    """, "tag": "type", "variants": [{"case": "unix", "type": "U"}, {"case": "inet", "type": "I"}]"""
                ),
                Object("U", Member("path", "str")),
                Object("I", Member("port", "int"))
            ),
            """{"kind": "a", "path": "/x"}""",
            """{"kind": "a", "type": "unix", "path": "/x"}""",
            """{"kind": "a", "type": "inet", "port": 1}"""
        );

    [Fact]
    public void Type_WithOtherName_HasNewestName() =>
        Verify(
            "Qemu.NewPart part = info.Part; long? size = part.Size; long? old = part.Old;",
            Dump(Object("Info", Member("part", "OldPart")), Object("OldPart", Member("old", "int"))),
            Dump(Object("Info", Member("part", "NewPart")), Object("NewPart", Member("size", "int"))),
            """{"part": {"old": 1}}""",
            """{"part": {"size": 1}}"""
        );

    [Fact]
    public void Type_ThatWasSplit_HasMembersOfBothAtEachPlace() =>
        Verify(
            "Qemu.Part one = info.One; Qemu.OtherPart two = info.Two; long? size = two.Size; long? extra = two.Extra;",
            Dump(
                Object("Info", $"{Member("one", "Part")}, {Member("two", "Part")}"),
                Object("Part", Member("size", "int"))
            ),
            Dump(
                Object("Info", $"{Member("one", "Part")}, {Member("two", "OtherPart")}"),
                Object("Part", Member("size", "int")),
                Object("OtherPart", Member("extra", "int"))
            ),
            """{"one": {"size": 1}, "two": {"size": 2}}""",
            """{"one": {"size": 1}, "two": {"extra": 2}}"""
        );

    [Fact]
    public void Value_ThatBecameAlternate_IsAlternateWithItsBranch() =>
        Verify(
            """Check(info.Size is Qemu.Amount.Int or Qemu.Amount.String or Qemu.Amount.List);""",
            Dump(Object("Info", Member("size", "int"))),
            Dump(
                Object("Info", Member("size", "Amount")),
                """{"name": "Amount", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "[str]"}]}""",
                """{"name": "[str]", "meta-type": "array", "element-type": "str"}"""
            ),
            """{"size": 1}""",
            """{"size": "x"}""",
            """{"size": ["x"]}"""
        );

    [Fact]
    public void Alternates_WithOtherBranches_HaveBranchesOfAll() =>
        Verify(
            """Check(info.Size is Qemu.Amount.Int or Qemu.Amount.String or Qemu.Amount.Null);""",
            Dump(
                Object("Info", Member("size", "Amount")),
                """{"name": "Amount", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "null"}]}"""
            ),
            Dump(
                Object("Info", Member("size", "Amount")),
                """{"name": "Amount", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "int"}]}"""
            ),
            """{"size": null}""",
            """{"size": 5}""",
            """{"size": "x"}"""
        );

    [Fact]
    public void List_ThatWasASingleValue_IsAnyValueWithWarning()
    {
        MergedBindings bindings = new(
            "QmpValue size = info.Size;",
            Dump(Object("Info", Member("size", "int"))),
            Dump(
                Object("Info", Member("size", "[int]")),
                """{"name": "[int]", "meta-type": "array", "element-type": "int"}"""
            )
        );

        Assert.Equal("QMPGEN025", Assert.Single(bindings.Result.Reported).Id);
        AssertEchoes(bindings, """{"size": 1}""");
        AssertEchoes(bindings, """{"size": [1]}""");
    }

    [Fact]
    public void AnyValue_InOneRelease_IsAnyValue() =>
        Verify(
            "QmpValue size = info.Size;",
            Dump(Object("Info", Member("size", "any"))),
            Dump(Object("Info", Member("size", "int"))),
            """{"size": "x"}""",
            """{"size": 1}"""
        );

    [Fact]
    public void MaskedType_InOneRelease_IsTheNamedTypeAtItsPlace() =>
        Verify(
            "Qemu.Info2 part = info.Part; long size = part.Size;",
            Dump(Object("Info", Member("part", "Info2")), Object("Info2", Member("size", "int"))),
            Dump(Object("Info", Member("part", "77")), Object("77", Member("size", "int"))),
            """{"part": {"size": 1}}"""
        );

    [Fact]
    public void RecursiveType_InAllReleases_IsMerged() =>
        Verify(
            "Qemu.Info? inner = info.Inner; long? size = info.Size;",
            Dump(Object("Info", Member("inner", "Info", Optional))),
            Dump(Object("Info", $"{Member("inner", "Info", Optional)}, {Member("size", "int")}")),
            """{"inner": {"inner": {}}}""",
            """{"inner": {"size": 1}, "size": 2}"""
        );

    private static void Verify(string use, string old, string @new, params string[] replies)
    {
        MergedBindings bindings = new(use, old, @new);

        Assert.Equal([], bindings.Result.Messages);
        Assert.All(replies, reply => AssertEchoes(bindings, reply));
    }

    private static void AssertEchoes(MergedBindings bindings, string reply)
    {
        string written = bindings.Echo(reply);
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse(reply), JsonElement.Parse(written)),
            $"Received {reply}, wrote {written}."
        );
    }
}
