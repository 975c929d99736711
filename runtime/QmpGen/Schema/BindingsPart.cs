namespace QmpGen;

/// <summary>What a generated type stands for.</summary>
/// <param name="Node">The command, event, type or case.</param>
/// <param name="Content">The type that has the members or values, or null.</param>
/// <param name="Union">The union of a case, otherwise null.</param>
internal sealed record BindingsPart(SchemaNode Node, TypeNode? Content, ObjectNode? Union = null);
