using QmpGen.Generator.Schema;
using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Creates small dumps with type names.</summary>
internal static class SmallDump
{
    private const string Builtins = """
        {"name": "str", "meta-type": "builtin", "json-type": "string"},
        {"name": "int", "meta-type": "builtin", "json-type": "int"},
        {"name": "number", "meta-type": "builtin", "json-type": "number"},
        {"name": "bool", "meta-type": "builtin", "json-type": "boolean"},
        {"name": "any", "meta-type": "builtin", "json-type": "value"},
        {"name": "[str]", "meta-type": "array", "element-type": "str"},
        {"name": "Choice", "meta-type": "enum", "values": ["a", "b"]},
        {"name": "OtherChoice", "meta-type": "enum", "values": ["x", "y"]},
        {"name": "StrOrInt", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "int"}]},
        {"name": "Empty", "meta-type": "object", "members": []}
        """;

    /// <summary>Creates a dump in which a type with the given members is both sent and received.</summary>
    /// <param name="members">The members, such as <c>a: str, b?: int/uint8</c>; <c>?</c> marks an optional one.</param>
    public static string FromMembers(string members)
    {
        string list = string.Join(", ", members.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(ParseMember));
        return FromEntities(
            $$"""
            {"name": "go", "meta-type": "command", "arg-type": "Sent", "ret-type": "Received"},
            {"name": "Sent", "meta-type": "object", "members": [{{list}}]},
            {"name": "Received", "meta-type": "object", "members": [{{list}}]}
            """
        );
    }

    /// <summary>Creates a dump of entities and the built-in types.</summary>
    public static string FromEntities(string entities) => $"[{Builtins},\n{entities}]";

    /// <summary>Compares two dumps, without a catalogue.</summary>
    public static SchemaDifference Compare(string old, string @new) => SchemaComparer.Compare(Parse(old), Parse(@new));

    public static ComparedSchema Parse(string dump)
    {
        QmpSchema schema = DumpNames.Parse(dump);
        return new ComparedSchema(schema, []);
    }

    private static string ParseMember(string member)
    {
        string[] parts = member.Split(": ");
        string[] type = parts[1].Split('/');
        string width = type.Length > 1 ? $", \"width\": \"{type[1]}\"" : "";
        string optional = parts[0].EndsWith('?') ? ", \"default\": null" : "";
        return $$"""{"name": "{{parts[0].TrimEnd('?')}}", "type": "{{type[0]}}"{{width}}{{optional}}}""";
    }
}
