using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

/// <summary>Whoever made a mistake reads where it stands, what it is and what to do.</summary>
public class QapiMistakeTests
{
    [Theory]
    [InlineData("{ 'enum': \"E\" }", "1:11: QAPI quotes with ' and not with \"")]
    [InlineData("{ 'enum': 'E }\n", "1:11: this string does not end on its line")]
    [InlineData("{ 'enum': 'E\\n' }", "1:13: this is no escape sequence")]
    [InlineData("{ 'enum': E }", "1:11: 'E' stands outside of quotes: write 'E' in single quotes")]
    [InlineData("{ 'enum'; 'E' }", "1:9: ';' means nothing in QAPI")]
    [InlineData("\n  'enum'", "2:3: 'enum' stands where a definition '{ … }' is expected")]
    [InlineData("{ 'enum' 'E' }", "1:10: 'E' stands where ':' is expected after the key 'enum'")]
    [InlineData("{ 'enum': }", "1:11: '}' stands where a value is expected")]
    [InlineData("{ true: 'E' }", "1:3: 'true' stands where a key in quotes is expected")]
    [InlineData(
        "{ 'enum': 'E' 'data': [] }",
        "1:15: 'data' stands where ',' or '}' is expected in what begins at line 1, column 1"
    )]
    [InlineData(
        "{ 'enum': 'E',\n  'data': [ 'a' 'b' ] }",
        "2:17: 'b' stands where ',' or ']' is expected in what begins at line 2, column 11"
    )]
    [InlineData("{ 'enum': 'E'", "1:14: the end of the file stands where ',' or '}' is expected")]
    [InlineData("{ 'enum': 'E', 'enum': 'F' }", "1:16: the key 'enum' stands here twice")]
    [InlineData("##\n# @E:\n{ 'enum': 'E' }", "1:1: this documentation comment has no end")]
    [InlineData(
        "##\n# @E:\n### more\n",
        "3:1: the line that begins or ends a documentation comment is '##' and nothing else"
    )]
    [InlineData(
        "{ 'enum': 'E',\n##\n# @x:\n##\n  'data': [] }",
        "2:1: a documentation comment stands where a key in quotes is expected"
    )]
    public void In_the_text(string text, string expected) => AssertMistake(expected, text);

    [Fact]
    public void In_a_depth_that_no_schema_has() =>
        AssertMistake("1:110: values are nested deeper than 100 levels here", "{ 'enum': " + new string('[', 200));

    [Theory]
    [InlineData("{ 'data': [] }", "1:1: this defines nothing")]
    [InlineData("{ 'enum': [] }", "1:11: the name of the enum is a 'string' in quotes")]
    [InlineData("{ 'enum': 'a b' }", "1:11: 'a b' is no name")]
    [InlineData("{ 'enum': 'E' }", "1:1: the enum 'E' has no 'data': add it")]
    [InlineData("{ 'enum': 'E', 'data': {} }", "1:24: 'data' of the enum 'E' is a list [ … ]")]
    [InlineData("{ 'enum': 'E', 'data': [ true ] }", "1:26: a value of the enum 'E' is a 'string' in quotes")]
    [InlineData("{ 'enum': 'E', 'data': [ { 'if': 'X' } ] }", "1:26: a value of the enum 'E' has no 'name': add it")]
    [InlineData("{ 'enum': 'E', 'data': [ 'a',\n 'a' ] }", "2:2: the enum 'E' has the value 'a' twice")]
    [InlineData(
        "{ 'enum': 'E', 'values': [] }",
        "1:16: the enum 'E' has no key 'values'; it may have 'enum', 'data', 'prefix', 'if', 'features'"
    )]
    [InlineData("{ 'struct': 'S', 'data': [] }", "1:26: 'data' of the struct 'S' is an object { … }")]
    [InlineData("{ 'struct': 'S', 'data': { 'a b': 'int' } }", "1:28: 'a b' is no name")]
    [InlineData(
        "{ 'struct': 'S', 'data': { 'a': 'int', '*a': 'int' } }",
        "1:40: the struct 'S' has the member 'a' twice"
    )]
    [InlineData(
        "{ 'struct': 'S', 'data': { 'a': [ 'int', 'str' ] } }",
        "1:33: this is no type: write 'Type', or ['Type'] for a list of it"
    )]
    [InlineData("{ 'struct': 'S', 'data': { 'a': { 'typ': 'int' } } }", "1:35: 'a' of the struct 'S' has no key 'typ'")]
    [InlineData(
        "{ 'struct': 'S', 'data': { 'a': { 'if': 'X' } } }",
        "1:33: 'a' of the struct 'S' has no 'type': add it"
    )]
    [InlineData("{ 'union': 'U', 'data': {} }", "1:25: the union 'U' has no branch")]
    [InlineData(
        "{ 'union': 'U', 'base': 'B', 'data': { 'a': 'A' } }",
        "1:1: the union 'U' has no 'discriminator': add it"
    )]
    [InlineData(
        "{ 'union': 'U', 'discriminator': 'b', 'data': { 'a': 'A' } }",
        "1:1: the union 'U' has no 'base': add it"
    )]
    [InlineData("{ 'command': 'c', 'gen': 'no' }", "1:26: 'gen' of the command 'c' is true or false, without quotes")]
    [InlineData("{ 'event': 'E', 'features': 'deprecated' }", "1:29: 'features' of the event 'E' is a list [ … ]")]
    [InlineData(
        "{ 'event': 'E', 'features': [ { 'name': 'f', 'type': 'int' } ] }",
        "1:46: a feature of the event 'E' has no key 'type'"
    )]
    [InlineData(
        "{ 'event': 'E', 'features': [ 'f', { 'name': 'f' } ] }",
        "1:36: the event 'E' has the feature 'f' twice"
    )]
    [InlineData(
        "{ 'enum': 'E', 'data': [ { 'name': 'v', 'features': [ 'f', 'f' ] } ] }",
        "1:60: 'v' of the enum 'E' has the feature 'f' twice"
    )]
    [InlineData(
        "{ 'command': 'c', 'coroutine': 'yes' }",
        "1:32: 'coroutine' of the command 'c' is true or false, without quotes"
    )]
    [InlineData(
        "{ 'command': 'c', 'boxed': true }",
        "1:28: the command 'c' is boxed but has no type: name it with 'data'"
    )]
    [InlineData(
        "{ 'command': 'c', 'boxed': true, 'data': { 'a': 'int' } }",
        "1:28: the command 'c' is boxed but has no type"
    )]
    [InlineData("{ 'event': 'E', 'boxed': true, 'data': {} }", "1:26: the event 'E' is boxed but has no type")]
    [InlineData(
        "##\n# @F:\n##\n{ 'event': 'E' }",
        "4:12: the documentation above is about 'F' and not about the event 'E'"
    )]
    [InlineData("{ 'pragma': true }", "1:13: a pragma is an object { … }")]
    public void In_the_form_of_a_definition(string text, string expected) => AssertMistake(expected, text);

    [Theory]
    [InlineData("true", "1:23: this is no condition")]
    [InlineData("{ 'all': [ 'A' ], 'any': [ 'B' ] }", "1:23: this is no condition")]
    [InlineData("{ 'none': [ 'A' ] }", "1:25: 'none' joins no conditions: write 'all', 'any' or 'not'")]
    [InlineData("{ 'all': [] }", "1:32: a list of at least one condition is expected here")]
    [InlineData("{ 'any': 'A' }", "1:32: a list of at least one condition is expected here")]
    [InlineData("'A || B'", "1:24: 'A || B' is no condition from here on")]
    [InlineData("'defined(A) B'", "1:35: 'defined(A) B' is no condition from here on")]
    [InlineData("'defined(A) && '", "1:38: 'defined(A) && ' is no condition from here on")]
    [InlineData("'(defined(A)'", "1:35: '(defined(A)' is no condition from here on")]
    public void In_a_condition(string condition, string expected) =>
        AssertMistake(expected, $"{{ 'event': 'E', 'if': {condition} }}");

    [Theory]
    [InlineData('(')]
    [InlineData('!')]
    public void In_a_depth_that_no_condition_has(char nesting) =>
        AssertMistake(
            "1:124: the condition is nested deeper than 100 levels here",
            $"{{ 'event': 'E', 'if': '{new string(nesting, 200_000)}' }}"
        );

    [Theory]
    [InlineData(
        "{ 'event': 'E' }\n{ 'command': 'E' }",
        "2:14: 'E' is already defined at schema.json:1:12: choose another name"
    )]
    [InlineData(
        "{ 'struct': 'q_empty', 'data': {} }",
        "1:13: 'q_empty' begins with 'q_', as only names that QEMU makes do: choose another"
    )]
    [InlineData("{ 'command': 'q_c' }", "1:14: 'q_c' begins with 'q_'")]
    [InlineData(
        "{ 'enum': 'UKind', 'data': [] }\n{ 'union': 'U', 'data': { 'a': 'int' } }",
        "1:11: 'UKind' is the enum that the union at schema.json:2:12 brings with it: choose another name"
    )]
    [InlineData(
        "{ 'union': 'U', 'data': { 'a': 'int' } }\n{ 'struct': 'UKind', 'data': {} }",
        "2:13: 'UKind' is the enum that the union"
    )]
    [InlineData("{ 'struct': 'int8', 'data': {} }", "1:13: 'int8' is a builtin type: choose another name")]
    [InlineData(
        "{ 'command': 'c', 'returns': 'T' }",
        "1:30: there is no type 'T': define it, or include the file that does"
    )]
    [InlineData("{ 'command': 'c', 'returns': ['T'] }", "1:31: there is no type 'T'")]
    [InlineData(
        "{ 'command': 'c', 'returns': 'E' } { 'event': 'E' }",
        "1:30: 'E' is a command or an event, where a type is expected"
    )]
    [InlineData(
        "{ 'command': 'c', 'data': 'int' }",
        "1:27: the data of the command 'c' has the type 'int', which is no struct or union"
    )]
    [InlineData(
        "{ 'event': 'E', 'data': ['S'] } { 'struct': 'S', 'data': {} }",
        "1:26: the data of the event 'E' has the type 'S', which is no struct"
    )]
    [InlineData(
        "{ 'command': 'c', 'data': 'U' } { 'union': 'U', 'data': { 'a': 'int' } }",
        "1:27: the data of the command 'c' is the union 'U': add 'boxed'"
    )]
    public void In_a_name(string text, string expected) => AssertMistake(expected, text);

    [Theory]
    [InlineData("{ 'struct': 'S', 'base': 'int', 'data': {} }", "1:26: the base 'int' of the struct 'S' is no struct")]
    [InlineData(
        "{ 'struct': 'S', 'base': 'U', 'data': {} } { 'union': 'U', 'data': { 'a': 'int' } }",
        "1:26: the base 'U' of the struct 'S' is no struct"
    )]
    [InlineData(
        "{ 'struct': 'A', 'base': 'B', 'data': {} }\n{ 'struct': 'B', 'base': 'A', 'data': {} }",
        "2:26: the bases of the struct 'A' lead back to 'A': remove one 'base'"
    )]
    [InlineData(
        "{ 'struct': 'A', 'base': 'B', 'data': { 'x': 'int' } }\n{ 'struct': 'B', 'data': { 'x': 'int' } }",
        "1:41: the member 'x' of the struct 'A' collides with the one at schema.json:2:28: rename one of them"
    )]
    public void In_a_base(string text, string expected) => AssertMistake(expected, text);

    [Theory]
    [InlineData(
        "{ 'k': 'Kind' }",
        "'x'",
        "'one': 'One'",
        "3:85: the discriminator 'x' of the union 'U' is no member of its base"
    )]
    [InlineData(
        "{ 'k': 'str' }",
        "'k'",
        "'one': 'One'",
        "3:84: the discriminator 'k' of the union 'U' has the type 'str', which is no enum"
    )]
    [InlineData(
        "{ 'k': ['Kind'] }",
        "'k'",
        "'one': 'One'",
        "3:87: the discriminator 'k' of the union 'U' has the type 'Kind', which is no enum"
    )]
    [InlineData(
        "{ '*k': 'Kind' }",
        "'k'",
        "'one': 'One'",
        "3:86: the discriminator 'k' of the union 'U' is not always there"
    )]
    [InlineData(
        "{ 'k': { 'type': 'Kind', 'if': 'X' } }",
        "'k'",
        "'one': 'One'",
        "3:108: the discriminator 'k' of the union 'U' is not always there"
    )]
    [InlineData(
        "{ 'k': 'Kind' }",
        "'k'",
        "'two': 'One'",
        "3:27: the branch 'two' of the union 'U' is no value of 'Kind'"
    )]
    [InlineData(
        "{ 'k': 'Kind' }",
        "'k'",
        "'one': 'int'",
        "3:34: the branch 'one' of the union 'U' has the type 'int', which is no struct or union"
    )]
    [InlineData(
        "{ 'k': 'Kind' }",
        "'k'",
        "'one': 'U'",
        "3:34: the branch 'one' of the union 'U' contains the union itself"
    )]
    [InlineData(
        "{ 'k': 'Kind', 'x': 'int' }",
        "'k'",
        "'one': 'One'",
        "2:30: the member 'x' of the branch 'one' of the union 'U' collides with the one at"
    )]
    public void In_a_union(string parent, string discriminator, string branch, string expected) =>
        AssertMistake(
            expected,
            $$"""
            { 'enum': 'Kind', 'data': [ 'one' ] }
            { 'struct': 'One', 'data': { 'x': 'int' } }
            { 'union': 'U', 'data': { {{branch}} }, 'base': {{parent}}, 'discriminator': {{discriminator}} }
            """
        );

    [Theory]
    [InlineData(
        "'a': 'str', 'b': 'E'",
        "3:43: the branches 'a' and 'b' of the alternate 'A' are both a JSON string and cannot be told apart"
    )]
    [InlineData(
        "'a': 'int', 'b': 'number'",
        "3:43: the branches 'a' and 'b' of the alternate 'A' are both a JSON number"
    )]
    [InlineData(
        "'a': ['int'], 'b': ['S']",
        "3:45: the branches 'a' and 'b' of the alternate 'A' are both a JSON array"
    )]
    [InlineData(
        "'a': 'any', 'b': 'S'",
        "3:36: the branch 'a' of the alternate 'A' has the type 'any', which JSON cannot tell from others"
    )]
    [InlineData("'a': 'str', 'a': 'S'", "3:43: the key 'a' stands here twice")]
    public void In_an_alternate(string branches, string expected) =>
        AssertMistake(
            expected,
            $$"""
            { 'enum': 'E', 'data': [ 'x' ] }
            { 'struct': 'S', 'data': {} }
            { 'alternate': 'A', 'data': { {{branches}} } }
            """
        );

    [Fact]
    public void An_included_file_that_does_not_exist() =>
        Assert.Equal(
            "d/main.json:1:14: there is no file 'd/sub/none.json'",
            QapiSource.Mistake(("d/main.json", "{ 'include': 'sub/none.json' }"))
        );

    [Fact]
    public void Files_that_include_one_another() =>
        Assert.StartsWith(
            "b.json:2:14: inclusion loop for 'a.json'",
            QapiSource.Mistake(("a.json", "{ 'include': 'b.json' }"), ("b.json", "\n{ 'include': './a.json' }")),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_mistake_is_told_in_its_own_file() =>
        Assert.StartsWith(
            "sub/b.json:3:3: this defines nothing",
            QapiSource.Mistake(
                ("a.json", "{ 'include': 'sub/b.json' }"),
                ("sub/b.json", "\r\n\r\n  { 'enumeration': 'E' }")
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void An_include_has_no_other_keys() =>
        AssertMistake("1:24: an include has no key 'if'", "{ 'include': 'x.json', 'if': 'X' }");

    private static void AssertMistake(string expected, string text) =>
        Assert.StartsWith(
            $"schema.json:{expected}",
            QapiSource.Mistake(("schema.json", text)),
            StringComparison.Ordinal
        );
}
