using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Qapi;

public class QapiReaderTests
{
    [Fact]
    public void Enum_WithConditionsAndFeatures_HasThemInValues()
    {
        QapiEnum type = QapiSource.Find<QapiEnum>(
            "{ 'enum': 'E', 'prefix': 'OLD_E', 'data': [ 'a', { 'name': '3des', 'if': 'X', 'features': [ 'unstable' ] } ] }"
        );

        Assert.Equal(["a", "3des"], type.Values.Select(value => value.Name));
        Assert.Null(type.Values[0].Condition);
        Assert.Equal(new SymbolCondition("X"), type.Values[1].Condition);
        Assert.Equal("unstable", Assert.Single(type.Values[1].Features).Name);
    }

    [Fact]
    public void Struct_WithMembersOfEveryForm_HasThem()
    {
        QapiObject type = QapiSource.Find<QapiObject>(
            """
            { 'struct': 'S',
              'data': { 'a': 'int', '*b': ['str'], 'c': { 'type': 'bool', 'if': 'X', 'features': [ { 'name': 'f', 'if': 'Y' } ] } } }
            """
        );

        Assert.Equal(
            [("a", false, false), ("b", true, true), ("c", false, false)],
            type.Members.Select(m => (m.Name, m.Optional, m.Type.IsArray))
        );
        Assert.Equal(["int", "str", "bool"], type.Members.Select(member => member.Type.Target.Name));
        Assert.Equal(new SymbolCondition("X"), type.Members[2].Condition);
        Assert.Equal(
            ("f", new SymbolCondition("Y")),
            (type.Members[2].Features[0].Name, type.Members[2].Features[0].Condition)
        );
    }

    [Fact]
    public void Struct_WhenEmptyOrRecursive_IsValid() =>
        Assert.Equal(
            2,
            QapiSource
                .Read(
                    """
                    { 'struct': 'Empty', 'data': {} }
                    { 'struct': 'Tree', 'data': { '*left': 'Tree', 'all': ['Tree'] } }
                    """
                )
                .Definitions.Count
        );

    [Fact]
    public void Struct_WithBases_StartsWithBaseMembers()
    {
        QapiSchema schema = QapiSource.Read(
            """
            { 'struct': 'C', 'base': 'B', 'data': { 'c': 'int' } }
            { 'struct': 'B', 'base': 'A', 'data': { 'b': 'int' } }
            { 'struct': 'A', 'data': { 'a': 'int' } }
            """
        );

        Assert.Equal(["a", "b", "c"], ((QapiObject)schema.Types["C"]).AllMembers.Select(member => member.Name));
    }

    [Theory]
    [InlineData("'Base'")]
    [InlineData("{ 'kind': 'Kind', '*note': 'str' }")]
    public void FlatUnion_WithNamedOrInlineBase_HasBaseMembers(string parent)
    {
        QapiSchema schema = QapiSource.Read(
            $$"""
            { 'enum': 'Kind', 'data': [ 'one', 'two' ] }
            { 'struct': 'Base', 'data': { 'kind': 'Kind', '*note': 'str' } }
            { 'struct': 'One', 'data': { 'x': 'int' } }
            { 'union': 'U', 'base': {{parent}}, 'discriminator': 'kind', 'data': { 'one': { 'type': 'One', 'if': 'X' } } }
            """
        );

        QapiObject union = (QapiObject)schema.Types["U"];
        Assert.Equal("kind", union.Discriminator?.Name);
        Assert.Equal(["kind", "note"], union.AllMembers.Select(member => member.Name));
        Assert.Equal(
            ("one", "One", new SymbolCondition("X")),
            (union.Branches[0].Name, union.Branches[0].Type.Name, union.Branches[0].Condition)
        );
    }

    [Fact]
    public void SimpleUnion_WhenRead_IsFlatUnionOfWrappers()
    {
        QapiObject union = QapiSource.Find<QapiObject>(
            "{ 'union': 'U', 'data': { 'text': 'str', 'list': { 'type': ['int'], 'if': 'defined(X)' } } }"
        );

        QapiMember tag = Assert.Single(union.Members);
        QapiEnum kind = Assert.IsType<QapiEnum>(tag.Type.Target);
        Assert.Equal(("type", "UKind"), (tag.Name, kind.Name));
        Assert.Equal(["text", "list"], kind.Values.Select(value => value.Name));
        Assert.Equal(new SymbolCondition("X"), kind.Values[1].Condition);
        Assert.Equal(["q_obj_str-wrapper", "q_obj_intList-wrapper"], union.Branches.Select(branch => branch.Type.Name));
        Assert.Equal("data", Assert.Single(union.Branches[0].Type.Object!.Members).Name);
    }

    [Fact]
    public void Alternate_WithSeveralTypes_HasNamedBranches()
    {
        QapiAlternate type = QapiSource.Find<QapiAlternate>(
            "{ 'alternate': 'A', 'data': { 'text': 'str', 'many': ['str'], 'none': 'null' } }"
        );

        Assert.Equal(["text", "many", "none"], type.Branches.Select(branch => branch.Name));
    }

    [Fact]
    public void Command_WithEveryKey_HasArgumentsResultAndFlags()
    {
        QapiCommand command = QapiSource.Find<QapiCommand>(
            """
            { 'command': 'do-it', 'data': { 'a': 'int' }, 'returns': ['str'], 'gen': false, 'success-response': false,
              'allow-oob': true, 'allow-preconfig': true, 'coroutine': true, 'features': [ 'deprecated' ], 'if': 'X' }
            """
        );

        Assert.Equal(
            ("q_obj_do-it-arg", "str", true),
            (command.Arguments?.Name, command.Result?.Name, command.Result?.IsArray)
        );
        Assert.Equal((false, true, false), (command.SuccessResponse, command.AllowOob, command.Boxed));
        Assert.Equal("deprecated", Assert.Single(command.Features).Name);
        Assert.Equal(new SymbolCondition("X"), command.Arguments?.Target.Condition);
    }

    [Theory]
    [InlineData("{ 'command': 'c' }")]
    [InlineData("{ 'command': 'c', 'data': {} }")]
    public void Command_WithoutData_HasNoArgumentsOrResult(string text)
    {
        QapiCommand command = QapiSource.Find<QapiCommand>(text);

        Assert.Null(command.Arguments);
        Assert.Null(command.Result);
        Assert.True(command is { SuccessResponse: true, AllowOob: false });
    }

    [Fact]
    public void Event_WhenBoxed_CanHaveUnionData()
    {
        QapiEvent @event = QapiSource.Find<QapiEvent>(
            """
            { 'enum': 'Kind', 'data': [ 'one' ] }
            { 'union': 'U', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': {  'one': 'One' } }
            { 'struct': 'One', 'data': {} }
            { 'event': 'HAPPENED', 'boxed': true, 'data': 'U' }
            """
        );

        Assert.True(@event is { Boxed: true, Data.Object.IsUnion: true });
    }

    [Fact]
    public void CommentsAndPragmas_AmongDefinitions_AreSkipped() =>
        Assert.Single(
            QapiSource
                .Read(
                    """
                    # -*- Mode: Python -*-
                    { 'pragma': { 'doc-required': true } } # a comment after a value
                    { 'enum': 'E', 'data': [ 'a', # a comment between values
                                             'b' ] }
                    """
                )
                .Definitions
        );

    [Fact]
    public void CommandName_WithDownstreamPrefix_IsValid() =>
        Assert.Equal("__org.example_do-it", QapiSource.Find<QapiCommand>("{ 'command': '__org.example_do-it' }").Name);

    [Fact]
    public void Files_IncludedTwice_AreReadOnceInIncludeOrder()
    {
        QapiSchema schema = QapiSource.Read(
            """
            { 'event': 'MAIN1' } { 'include': 'a.json' } { 'include': 'sub/b.json' } { 'event': 'MAIN2' }
            >>> a.json
            { 'event': 'A1' } { 'include': 'sub/b.json' } { 'event': 'A2' }
            >>> sub/b.json
            { 'include': '../common/c.json' } { 'event': 'B' }
            >>> common/c.json
            { 'event': 'COMMON' }
            """
        );

        Assert.Equal(
            ["MAIN1", "MAIN2", "A1", "A2", "B", "COMMON"],
            schema.Definitions.Select(definition => definition.Name)
        );
    }
}
