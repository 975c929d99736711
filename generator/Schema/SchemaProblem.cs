using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>What is wrong with a schema, and where in the text.</summary>
internal sealed record SchemaProblem(string Rule, int Start, int End, params string[] Arguments)
{
    public SchemaProblem(string rule, JsonNode node, params string[] arguments)
        : this(rule, node.Start, node.End, arguments) { }
}
