using QmpGen.Generator.Qapi;
using QmpGen.Tool.Qapi;
using Xunit;

namespace QmpGen.Tool.Tests.Qapi;

/// <summary>Schemas with one error each: the kind, the place, the arguments in the message, and the source.</summary>
public static class QapiErrorCases
{
    public static TheoryData<string, string, string[], string> Syntax =>
        new()
        {
            { nameof(QapiSyntaxErrors.DoubleQuotes), "1:11", [], "{ 'enum': \"E\" }" },
            { nameof(QapiSyntaxErrors.UnexpectedCharacter), "1:9", [";"], "{ 'enum'; 'E' }" },
            { nameof(QapiSyntaxErrors.UnquotedWord), "1:11", ["E"], "{ 'enum': E }" },
            { nameof(QapiSyntaxErrors.UnknownEscape), "1:13", [], "{ 'enum': 'E\\n' }" },
            { nameof(QapiSyntaxErrors.UnterminatedString), "1:11", [], "{ 'enum': 'E }\n" },
            { nameof(QapiSyntaxErrors.InvalidCommentMarker), "3:1", [], "##\n# @E:\n### more\n" },
            { nameof(QapiSyntaxErrors.UnterminatedComment), "1:1", [], "##\n# @E:\n{ 'enum': 'E' }" },
            { nameof(QapiSyntaxErrors.ExpectedDefinition), "2:3", ["enum"], "\n  'enum'" },
            { nameof(QapiSyntaxErrors.ExpectedValue), "1:11", ["}"], "{ 'enum': }" },
            { nameof(QapiSyntaxErrors.ExpectedKey), "1:3", ["true"], "{ true: 'E' }" },
            { nameof(QapiSyntaxErrors.ExpectedKey), "2:1", [], "{ 'enum': 'E',\n##\n# @x:\n##\n  'data': [] }" },
            { nameof(QapiSyntaxErrors.ExpectedColon), "1:10", ["enum", "E"], "{ 'enum' 'E' }" },
            { nameof(QapiSyntaxErrors.ExpectedEnd), "1:15", ["data", "}"], "{ 'enum': 'E' 'data': [] }" },
            { nameof(QapiSyntaxErrors.ExpectedEnd), "2:17", ["b", "]"], "{ 'enum': 'E',\n  'data': [ 'a' 'b' ] }" },
            { nameof(QapiSyntaxErrors.ExpectedEnd), "1:14", ["}"], "{ 'enum': 'E'" },
            { nameof(QapiSyntaxErrors.DuplicateKey), "1:16", ["enum"], "{ 'enum': 'E', 'enum': 'F' }" },
            {
                nameof(QapiSyntaxErrors.DuplicateKey),
                "1:43",
                ["a"],
                "{ 'alternate': 'A', 'data': { 'a': 'str', 'a': 'int' } }"
            },
            { nameof(QapiSyntaxErrors.TooDeep), "1:110", [], "{ 'enum': " + new string('[', 200) },
        };

    public static TheoryData<string, string, string[], string> Definitions =>
        new()
        {
            { nameof(QapiSchemaErrors.NotADefinition), "1:1", [], "{ 'data': [] }" },
            { nameof(QapiSchemaErrors.NotAString), "1:11", ["enum"], "{ 'enum': [] }" },
            { nameof(QapiSchemaErrors.NotAString), "1:26", ["E"], "{ 'enum': 'E', 'data': [ true ] }" },
            { nameof(QapiSchemaErrors.InvalidName), "1:11", ["a b"], "{ 'enum': 'a b' }" },
            { nameof(QapiSchemaErrors.LongName), "1:11", ["241", "240"], $"{{ 'enum': '{new string('E', 241)}' }}" },
            { nameof(QapiSchemaErrors.InvalidName), "1:28", ["a b"], "{ 'struct': 'S', 'data': { 'a b': 'int' } }" },
            { nameof(QapiSchemaErrors.MissingKey), "1:1", ["E", "data"], "{ 'enum': 'E' }" },
            {
                nameof(QapiSchemaErrors.MissingKey),
                "1:26",
                ["E", "name"],
                "{ 'enum': 'E', 'data': [ { 'if': 'X' } ] }"
            },
            {
                nameof(QapiSchemaErrors.MissingKey),
                "1:33",
                ["a", "S", "type"],
                "{ 'struct': 'S', 'data': { 'a': { 'if': 'X' } } }"
            },
            {
                nameof(QapiSchemaErrors.MissingKey),
                "1:1",
                ["U", "discriminator"],
                "{ 'union': 'U', 'base': 'B', 'data': { 'a': 'A' } }"
            },
            {
                nameof(QapiSchemaErrors.MissingKey),
                "1:1",
                ["U", "base"],
                "{ 'union': 'U', 'discriminator': 'b', 'data': { 'a': 'A' } }"
            },
            { nameof(QapiSchemaErrors.UnknownKey), "1:16", ["E", "values", "prefix"], "{ 'enum': 'E', 'values': [] }" },
            {
                nameof(QapiSchemaErrors.UnknownKey),
                "1:35",
                ["a", "S", "typ"],
                "{ 'struct': 'S', 'data': { 'a': { 'typ': 'int' } } }"
            },
            {
                nameof(QapiSchemaErrors.UnknownKey),
                "1:46",
                ["E", "type"],
                "{ 'event': 'E', 'features': [ { 'name': 'f', 'type': 'int' } ] }"
            },
            { nameof(QapiSchemaErrors.UnknownKey), "1:24", ["if", "include"], "{ 'include': 'x.json', 'if': 'X' }" },
            { nameof(QapiSchemaErrors.NotAList), "1:24", ["data", "E"], "{ 'enum': 'E', 'data': {} }" },
            {
                nameof(QapiSchemaErrors.NotAList),
                "1:29",
                ["features", "E"],
                "{ 'event': 'E', 'features': 'deprecated' }"
            },
            { nameof(QapiSchemaErrors.NotAnObject), "1:26", ["data", "S"], "{ 'struct': 'S', 'data': [] }" },
            { nameof(QapiSchemaErrors.NotAnObject), "1:13", [], "{ 'pragma': true }" },
            { nameof(QapiSchemaErrors.NotABoolean), "1:26", ["gen", "c"], "{ 'command': 'c', 'gen': 'no' }" },
            {
                nameof(QapiSchemaErrors.NotABoolean),
                "1:32",
                ["coroutine", "c"],
                "{ 'command': 'c', 'coroutine': 'yes' }"
            },
            { nameof(QapiSchemaErrors.NotAType), "1:33", [], "{ 'struct': 'S', 'data': { 'a': [ 'int', 'str' ] } }" },
            { nameof(QapiSchemaErrors.Duplicate), "2:2", ["a", "E"], "{ 'enum': 'E', 'data': [ 'a',\n 'a' ] }" },
            {
                nameof(QapiSchemaErrors.Duplicate),
                "1:40",
                ["a", "S"],
                "{ 'struct': 'S', 'data': { 'a': 'int', '*a': 'int' } }"
            },
            {
                nameof(QapiSchemaErrors.Duplicate),
                "1:36",
                ["f", "E"],
                "{ 'event': 'E', 'features': [ 'f', { 'name': 'f' } ] }"
            },
            {
                nameof(QapiSchemaErrors.Duplicate),
                "1:60",
                ["f", "v", "E"],
                "{ 'enum': 'E', 'data': [ { 'name': 'v', 'features': [ 'f', 'f' ] } ] }"
            },
            { nameof(QapiSchemaErrors.NoBranches), "1:25", ["U"], "{ 'union': 'U', 'data': {} }" },
            { nameof(QapiSchemaErrors.BoxedWithoutType), "1:28", ["c"], "{ 'command': 'c', 'boxed': true }" },
            {
                nameof(QapiSchemaErrors.BoxedWithoutType),
                "1:28",
                ["c"],
                "{ 'command': 'c', 'boxed': true, 'data': { 'a': 'int' } }"
            },
            { nameof(QapiSchemaErrors.BoxedWithoutType), "1:26", ["E"], "{ 'event': 'E', 'boxed': true, 'data': {} }" },
            { nameof(QapiSchemaErrors.WrongComment), "4:12", ["F", "E"], "##\n# @F:\n##\n{ 'event': 'E' }" },
        };

    public static TheoryData<string, string, string[], string> Conditions =>
        new()
        {
            { nameof(QapiSchemaErrors.NotACondition), "1:23", [], Event("true") },
            { nameof(QapiSchemaErrors.NotACondition), "1:23", [], Event("{ 'all': [ 'A' ], 'any': [ 'B' ] }") },
            { nameof(QapiSchemaErrors.UnknownOperator), "1:25", ["none"], Event("{ 'none': [ 'A' ] }") },
            { nameof(QapiSchemaErrors.NoConditions), "1:32", [], Event("{ 'all': [] }") },
            { nameof(QapiSchemaErrors.NoConditions), "1:32", [], Event("{ 'any': 'A' }") },
            { nameof(QapiSchemaErrors.InvalidCondition), "1:24", ["A || B"], Event("'A || B'") },
            { nameof(QapiSchemaErrors.InvalidCondition), "1:35", ["defined(A) B"], Event("'defined(A) B'") },
            { nameof(QapiSchemaErrors.InvalidCondition), "1:38", ["defined(A) && "], Event("'defined(A) && '") },
            { nameof(QapiSchemaErrors.InvalidCondition), "1:35", ["(defined(A)"], Event("'(defined(A)'") },
            { nameof(QapiSchemaErrors.ConditionTooDeep), "1:124", [], Event($"'{new string('(', 200)}'") },
            { nameof(QapiSchemaErrors.ConditionTooDeep), "1:124", [], Event($"'{new string('!', 200)}'") },
        };

    public static TheoryData<string, string, string[], string> Names =>
        new()
        {
            {
                nameof(QapiSchemaErrors.AlreadyDefined),
                "2:14",
                ["E", "schema.json:1:12"],
                "{ 'event': 'E' }\n{ 'command': 'E' }"
            },
            { nameof(QapiSchemaErrors.ReservedName), "1:13", ["q_empty"], "{ 'struct': 'q_empty', 'data': {} }" },
            { nameof(QapiSchemaErrors.ReservedName), "1:14", ["q_c"], "{ 'command': 'q_c' }" },
            {
                nameof(QapiSchemaErrors.KindEnumName),
                "1:11",
                ["UKind", "schema.json:2:12"],
                "{ 'enum': 'UKind', 'data': [] }\n{ 'union': 'U', 'data': { 'a': 'int' } }"
            },
            {
                nameof(QapiSchemaErrors.KindEnumName),
                "2:13",
                ["UKind", "schema.json:1:12"],
                "{ 'union': 'U', 'data': { 'a': 'int' } }\n{ 'struct': 'UKind', 'data': {} }"
            },
            { nameof(QapiSchemaErrors.BuiltinName), "1:13", ["int8"], "{ 'struct': 'int8', 'data': {} }" },
            { nameof(QapiSchemaErrors.UnknownType), "1:30", ["T"], "{ 'command': 'c', 'returns': 'T' }" },
            { nameof(QapiSchemaErrors.UnknownType), "1:31", ["T"], "{ 'command': 'c', 'returns': ['T'] }" },
            {
                nameof(QapiSchemaErrors.NotATypeName),
                "1:30",
                ["E"],
                "{ 'command': 'c', 'returns': 'E' } { 'event': 'E' }"
            },
            { nameof(QapiSchemaErrors.DataNotAnObject), "1:27", ["c", "int"], "{ 'command': 'c', 'data': 'int' }" },
            {
                nameof(QapiSchemaErrors.DataNotAnObject),
                "1:26",
                ["E", "S"],
                "{ 'event': 'E', 'data': ['S'] } { 'struct': 'S', 'data': {} }"
            },
            {
                nameof(QapiSchemaErrors.UnionNotBoxed),
                "1:27",
                ["c", "U"],
                "{ 'command': 'c', 'data': 'U' } { 'union': 'U', 'data': { 'a': 'int' } }"
            },
        };

    public static TheoryData<string, string, string[], string> Bases =>
        new()
        {
            {
                nameof(QapiSchemaErrors.BaseNotAStruct),
                "1:26",
                ["S", "int"],
                "{ 'struct': 'S', 'base': 'int', 'data': {} }"
            },
            {
                nameof(QapiSchemaErrors.BaseNotAStruct),
                "1:26",
                ["S", "U"],
                "{ 'struct': 'S', 'base': 'U', 'data': {} } { 'union': 'U', 'data': { 'a': 'int' } }"
            },
            {
                nameof(QapiSchemaErrors.BaseCycle),
                "2:26",
                ["A"],
                "{ 'struct': 'A', 'base': 'B', 'data': {} }\n{ 'struct': 'B', 'base': 'A', 'data': {} }"
            },
            { nameof(QapiSchemaErrors.TooManyBases), "33:28", ["S0"], CreateBases(33) },
            {
                nameof(QapiSchemaErrors.DuplicateMember),
                "1:41",
                ["x", "A", "schema.json:2:28"],
                "{ 'struct': 'A', 'base': 'B', 'data': { 'x': 'int' } }\n{ 'struct': 'B', 'data': { 'x': 'int' } }"
            },
        };

    public static TheoryData<string, string, string[], string> Unions =>
        new()
        {
            {
                nameof(QapiSchemaErrors.DiscriminatorMissing),
                "3:34",
                ["x", "U"],
                Union("'one': 'One'", "'x'", "{ 'k': 'Kind' }")
            },
            {
                nameof(QapiSchemaErrors.DiscriminatorNotAnEnum),
                "3:34",
                ["k", "U", "str"],
                Union("'one': 'One'", "'k'", "{ 'k': 'str' }")
            },
            {
                nameof(QapiSchemaErrors.DiscriminatorNotAnEnum),
                "3:34",
                ["k", "U", "Kind"],
                Union("'one': 'One'", "'k'", "{ 'k': ['Kind'] }")
            },
            {
                nameof(QapiSchemaErrors.DiscriminatorOptional),
                "3:34",
                ["k", "U"],
                Union("'one': 'One'", "'k'", "{ '*k': 'Kind' }")
            },
            {
                nameof(QapiSchemaErrors.DiscriminatorOptional),
                "3:34",
                ["k", "U"],
                Union("'one': 'One'", "'k'", "{ 'k': { 'type': 'Kind', 'if': 'X' } }")
            },
            { nameof(QapiSchemaErrors.BranchNotAValue), "3:49", ["two", "U", "Kind"], Union("'two': 'One'") },
            { nameof(QapiSchemaErrors.BranchNotAnObject), "3:56", ["one", "U", "int"], Union("'one': 'int'") },
            { nameof(QapiSchemaErrors.UnionCycle), "3:56", ["one", "U"], Union("'one': 'U'") },
            {
                nameof(QapiSchemaErrors.DuplicateMember),
                "2:30",
                ["x", "one", "U"],
                Union("'one': 'One'", parent: "{ 'k': 'Kind', 'x': 'int' }")
            },
            {
                nameof(QapiSchemaErrors.TooManyUnions),
                "2:83",
                ["b0", "U0"],
                CreateNestedUnions(unions: 22, branches: 2)
            },
        };

    public static TheoryData<string, string, string[], string> Alternates =>
        new()
        {
            { nameof(QapiSchemaErrors.SameKind), "3:43", ["a", "b", "A"], Alternate("'a': 'str', 'b': 'E'") },
            { nameof(QapiSchemaErrors.SameKind), "3:43", ["a", "b", "A"], Alternate("'a': 'int', 'b': 'number'") },
            { nameof(QapiSchemaErrors.SameKind), "3:45", ["a", "b", "A"], Alternate("'a': ['int'], 'b': ['S']") },
            {
                nameof(QapiSchemaErrors.BranchWithoutKind),
                "3:36",
                ["a", "A", "any"],
                Alternate("'a': 'any', 'b': 'S'")
            },
        };

    public static TheoryData<string, string, string[], string> Includes =>
        new()
        {
            { nameof(QapiSchemaErrors.FileNotFound), "1:14", ["sub/none.json"], "{ 'include': 'sub/none.json' }" },
            { nameof(QapiSchemaErrors.UnusableFile), "1:14", ["/etc/x.json"], "{ 'include': '/etc/x.json' }" },
            { nameof(QapiSchemaErrors.IncludesTooDeep), "100.json:1:14", ["100"], CreateNestedIncludes(101) },
            {
                nameof(QapiSchemaErrors.IncludeLoop),
                "b.json:2:14",
                ["schema.json"],
                "{ 'include': 'b.json' }\n>>> b.json\n\n{ 'include': './schema.json' }"
            },
            {
                nameof(QapiSchemaErrors.NotADefinition),
                "sub/b.json:3:3",
                [],
                "{ 'include': 'sub/b.json' }\n>>> sub/b.json\n\r\n\r\n  { 'enumeration': 'E' }"
            },
        };

    /// <summary>All cases in one list.</summary>
    public static IEnumerable<(string Kind, string Text)> All =>
        new[] { Syntax, Definitions, Conditions, Names, Bases, Unions, Alternates, Includes }
            .SelectMany(cases => cases)
            .Select(row => ((string)row[0], (string)row[3]));

    /// <summary>Creates files that each include the next one.</summary>
    internal static string CreateNestedIncludes(int files) =>
        "{ 'include': '1.json' }"
        + string.Concat(Enumerable.Range(1, files).Select(i => $"\n>>> {i}.json\n{{ 'include': '{i + 1}.json' }}"));

    /// <summary>Creates unions whose branches are the next union. The branches of the last are structs.</summary>
    internal static string CreateNestedUnions(int unions, int branches)
    {
        IEnumerable<string> texts = Enumerable
            .Range(0, unions)
            .Select(i =>
            {
                string next = i + 1 < unions ? $"U{i + 1}" : "S";
                string data = CreateList(branches, branch => $"'b{branch}': '{next}'");
                return $"{{ 'union': 'U{i}', 'base': {{ 't{i}': 'Kind' }}, 'discriminator': 't{i}', "
                    + $"'data': {{ {data} }} }}";
            });
        string kind = $"{{ 'enum': 'Kind', 'data': [ {CreateList(branches, i => $"'b{i}'")} ] }}";
        return $"{kind} {{ 'struct': 'S', 'data': {{}} }}\n{string.Join("\n", texts)}";
    }

    /// <summary>Creates a struct with a chain of bases that have one member each.</summary>
    internal static string CreateBases(int count)
    {
        IEnumerable<string> structs = Enumerable
            .Range(0, count)
            .Select(i => $"{{ 'struct': 'S{i}', 'base': 'S{i + 1}', 'data': {{ 'm{i}': 'int' }} }}\n");
        return string.Concat(structs) + $"{{ 'struct': 'S{count}', 'data': {{}} }}";
    }

    internal static string CreateList(int count, Func<int, string> createItem) =>
        string.Join(", ", Enumerable.Range(0, count).Select(createItem));

    private static string Event(string condition) => $"{{ 'event': 'E', 'if': {condition} }}";

    private static string Union(string branch, string discriminator = "'k'", string parent = "{ 'k': 'Kind' }") =>
        $$"""
            { 'enum': 'Kind', 'data': [ 'one' ] }
            { 'struct': 'One', 'data': { 'x': 'int' } }
            { 'union': 'U', 'discriminator': {{discriminator}}, 'data': { {{branch}} }, 'base': {{parent}} }
            """;

    private static string Alternate(string branches) =>
        $$"""
            { 'enum': 'E', 'data': [ 'x' ] }
            { 'struct': 'S', 'data': {} }
            { 'alternate': 'A', 'data': { {{branches}} } }
            """;
}
