using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Introspection;

public class IntrospectorTests
{
    [Fact]
    public void Entities_InDump_AreInOrderOfFirstUse()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            """
            { 'command': 'b', 'data': { 'x': ['T'] }, 'returns': 'R' }
            { 'struct': 'R', 'data': { 'r': 'E' } }
            { 'event': 'A' }
            { 'struct': 'T', 'data': { 't': 'str' } }
            { 'enum': 'E', 'data': [ 'e' ] }
            { 'struct': 'Unused', 'data': {} }
            """
        );

        Assert.Equal(["b", "A", "q_obj_b-arg", "R", "q_empty", "[T]", "T", "E", "str"], dump.Names);
    }

    [Fact]
    public void Dump_HasOneLinePerEntity() =>
        Assert.Equal(
            """
            [
            {"name": "c", "ret-type": "[str]", "meta-type": "command", "arg-type": "q_empty"},
            {"name": "q_empty", "members": [], "meta-type": "object"},
            {"name": "[str]", "element-type": "str", "meta-type": "array"},
            {"name": "str", "json-type": "string", "meta-type": "builtin"}
            ]

            """,
            QapiSource.Introspect("{ 'command': 'c', 'returns': ['str'] }").Text
        );

    [Fact]
    public void Command_WithFlags_HasThemInDump()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            """
            { 'command': 'a', 'allow-oob': true, 'gen': false, 'features': [ 'f' ] }
            { 'command': 'b', 'success-response': false }
            """
        );

        Assert.Equal(
            """{"name": "a", "ret-type": "q_empty", "allow-oob": true, "meta-type": "command", "arg-type": "q_empty", "features": ["f"]}""",
            dump["a"]
        );
        Assert.Equal(
            """{"name": "b", "ret-type": "q_empty", "meta-type": "command", "arg-type": "q_empty", "success-response": false}""",
            dump["b"]
        );
    }

    [Fact]
    public void Integers_OfAnyType_AreIntWithWidth()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            """
            { 'command': 'c', 'returns': ['uint16'], 'data': { 'a': 'int', 'b': 'size', '*c': ['int8'], 'd': 'A' } }
            { 'alternate': 'A', 'data': { 'n': 'uint64', 'list': ['int'] } }
            """
        );

        Assert.Equal(
            """{"name": "c", "ret-type": "[int]", "meta-type": "command", "arg-type": "q_obj_c-arg", "ret-width": "uint16"}""",
            dump["c"]
        );
        Assert.Equal(
            """{"name": "q_obj_c-arg", "members": [{"name": "a", "type": "int"}, {"name": "b", "type": "int", "width": "size"}, """
                + """{"name": "c", "default": null, "type": "[int]", "width": "int8"}, {"name": "d", "type": "A"}], "meta-type": "object"}""",
            dump["q_obj_c-arg"]
        );
        Assert.Equal(
            """{"name": "A", "members": [{"type": "int", "name": "n", "width": "uint64"}"""
                + """, {"type": "[int]", "name": "list"}], "meta-type": "alternate"}""",
            dump["A"]
        );
        Assert.Equal(["c", "q_obj_c-arg", "[int]", "int", "A"], dump.Names);
    }

    [Fact]
    public void Union_WithUnnamedTagValues_HasVariantForEach()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            """
            { 'event': 'E', 'data': { 'u': 'U' } }
            { 'enum': 'Kind', 'data': [ 'one', 'two', 'three' ] }
            { 'struct': 'Two', 'data': {} }
            { 'union': 'U', 'base': { 'id': 'str', 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'two': 'Two' } }
            """
        );

        Assert.Equal(
            """{"name": "U", "tag": "kind", "variants": [{"case": "two", "type": "Two"}, {"case": "one", "type": "q_empty"}, """
                + """{"case": "three", "type": "q_empty"}]"""
                + """, "members": [{"name": "id", "type": "str"}, {"name": "kind", "type": "Kind"}], "meta-type": "object"}""",
            dump["U"]
        );
        Assert.Equal(["E", "q_obj_E-arg", "U", "str", "Kind", "Two", "q_empty"], dump.Names);
    }

    [Fact]
    public void SimpleUnion_InDump_IsFlatUnionOfWrappers()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            "{ 'event': 'E', 'data': { 'u': 'U' } } { 'union': 'U', 'data': { 'a': 'str', 'b': ['str'] } }"
        );

        Assert.Equal(
            """{"name": "U", "tag": "type", "variants": [{"case": "a", "type": "q_obj_str-wrapper"}"""
                + """, {"case": "b", "type": "q_obj_strList-wrapper"}]"""
                + """, "members": [{"name": "type", "type": "UKind"}], "meta-type": "object"}""",
            dump["U"]
        );
        Assert.Equal(
            """{"name": "q_obj_strList-wrapper", "members": [{"name": "data", "type": "[str]"}], "meta-type": "object"}""",
            dump["q_obj_strList-wrapper"]
        );
        Assert.Equal(
            """{"name": "UKind", "members": [{"name": "a"}, {"name": "b"}], "meta-type": "enum", "values": ["a", "b"]}""",
            dump["UKind"]
        );
    }

    [Fact]
    public void BaseMembers_OfStruct_ComeFirstWithTheirVersions()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            """
            { 'event': 'E', 'data': 'S' }
            ##
            # @S:
            # @base: not documented here (since 9.9)
            # @own: (since 2.0)
            # Since: 1.9
            ##
            { 'struct': 'S', 'base': 'B', 'data': { '*own': 'str' } }
            ##
            # @B:
            # @base: (since 1.0)
            ##
            { 'struct': 'B', 'data': { 'base': 'str' } }
            """
        );

        Assert.Equal(
            """{"name": "S", "members": [{"name": "base", "type": "str", "since": "1.0"}"""
                + """, {"name": "own", "default": null, "type": "str", "since": "2.0"}]"""
                + """, "meta-type": "object", "since": "1.9"}""",
            dump["S"]
        );
    }

    [Fact]
    public void Entities_WithFeaturesAndVersions_HaveThemInDump()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            """
            ##
            # @E:
            # @kind: since 3.0
            # Since: 2.0
            ##
            { 'event': 'E', 'data': { 'kind': { 'type': 'Kind', 'features': [ 'unstable' ] } }, 'features': [ 'deprecated' ] }
            ##
            # @Kind:
            # @b: (since 4.0)
            ##
            { 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'features': [ 'deprecated' ] } ], 'features': [ 'f' ] }
            """
        );

        Assert.Equal(
            """{"name": "E", "meta-type": "event", "arg-type": "q_obj_E-arg", "features": ["deprecated"], "since": "2.0"}""",
            dump["E"]
        );
        Assert.Equal(
            """{"name": "q_obj_E-arg", "members": ["""
                + """{"name": "kind", "type": "Kind", "features": ["unstable"], "since": "3.0"}], "meta-type": "object"}""",
            dump["q_obj_E-arg"]
        );
        Assert.Equal(
            """{"name": "Kind", "members": [{"name": "a"}, {"name": "b", "features": ["deprecated"], "since": "4.0"}],"""
                + """ "meta-type": "enum", "values": ["a", "b"], "features": ["f"]}""",
            dump["Kind"]
        );
    }

    [Fact]
    public void AlternateBranch_InDump_HasNameAndVersion()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            """
            { 'event': 'E', 'data': { 'ref': 'RefOrNull' } }
            ##
            # @RefOrNull:
            # @size: the size
            # @null: no reference (since 2.10)
            # Since: 2.9
            ##
            { 'alternate': 'RefOrNull', 'data': { 'size': 'uint8', 'null': 'null' } }
            """
        );

        Assert.Equal(
            """{"name": "RefOrNull", "members": [{"type": "int", "name": "size", "width": "uint8"}"""
                + """, {"type": "null", "name": "null", "since": "2.10"}]"""
                + """, "meta-type": "alternate", "since": "2.9"}""",
            dump["RefOrNull"]
        );
    }

    private const string Conditional = """
        { 'command': 'c', 'if': 'X', 'data': { 't': 'T' } }
        { 'event': 'E', 'data': { 'k': 'Kind', 'm': { 'type': 'M', 'if': { 'not': 'X' } } }, 'features': [ { 'name': 'f', 'if': 'X' } ] }
        { 'struct': 'T', 'data': {} }
        { 'struct': 'M', 'data': {}, 'if': { 'not': 'X' } }
        { 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'if': 'X' } ] }
        """;

    [Fact]
    public void Dump_WithoutSymbol_OmitsItsPartsButKeepsTheirTypes()
    {
        IntrospectedDump dump = QapiSource.Introspect(Conditional, []);

        Assert.Equal(["E", "q_empty", "q_obj_E-arg", "T", "Kind", "M"], dump.Names);
        Assert.Equal("""{"name": "E", "meta-type": "event", "arg-type": "q_obj_E-arg", "features": []}""", dump["E"]);
        Assert.Contains(""" "values": ["a"]}""", dump["Kind"], StringComparison.Ordinal);
    }

    [Fact]
    public void Dump_WithSymbol_ContainsConditionalParts()
    {
        IntrospectedDump dump = QapiSource.Introspect(Conditional, ["X"]);

        Assert.Equal(["c", "E", "q_obj_c-arg", "q_empty", "q_obj_E-arg", "T", "Kind"], dump.Names);
        Assert.Contains(
            """ "members": [{"name": "k", "type": "Kind"}]""",
            dump["q_obj_E-arg"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Dump_OfAllParts_HasMutuallyExclusiveParts() =>
        Assert.Equal(
            ["c", "E", "q_obj_c-arg", "q_empty", "q_obj_E-arg", "T", "Kind", "M"],
            QapiSource.Introspect(Conditional).Names
        );

    [Fact]
    public void Wrapper_WhenTypeIsExcluded_IsOmitted()
    {
        IntrospectedDump dump = QapiSource.Introspect(
            "{ 'event': 'E', 'data': { 'u': 'U' } } { 'union': 'U', 'data': { 'a': 'T' } } { 'struct': 'T', 'data': {}, 'if': 'defined(X)' }",
            []
        );

        Assert.Equal(["E", "q_obj_E-arg", "U", "UKind"], dump.Names);
    }
}
