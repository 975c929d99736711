using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>An entry of the dump, in the terms of query-qmp-schema.</summary>
internal abstract record SchemaEntity(string Name, JsonNode Node, IReadOnlyList<string> Features);

/// <summary>A type, as opposed to a command or an event.</summary>
internal abstract record SchemaType(string Name, JsonNode Node, IReadOnlyList<string> Features)
    : SchemaEntity(Name, Node, Features);

internal enum BuiltinKind
{
    String,
    Int,
    Number,
    Bool,
    Null,
    Any,
}

internal sealed record BuiltinType(string Name, JsonNode Node, BuiltinKind Kind) : SchemaType(Name, Node, []);

internal sealed record EnumValue(string Name, IReadOnlyList<string> Features, JsonNode Node);

internal sealed record EnumType(
    string Name,
    JsonNode Node,
    IReadOnlyList<string> Features,
    IReadOnlyList<EnumValue> Values
) : SchemaType(Name, Node, Features);

internal sealed record ArrayType(string Name, JsonNode Node, TypeReference Item) : SchemaType(Name, Node, [])
{
    /// <summary>QAPI has no arrays of arrays; a dump that has them is read to this depth.</summary>
    public const int MaxDepth = 4;
}

internal sealed record SchemaMember(
    string Name,
    TypeReference Type,
    bool Optional,
    IReadOnlyList<string> Features,
    JsonNode Node
);

/// <summary>One case of a flat union's tag, and the object whose members it adds.</summary>
internal sealed record SchemaVariant(string Case, TypeReference Type, JsonNode Node);

/// <summary>An object; a flat union where it has a tag.</summary>
internal sealed record ObjectType(
    string Name,
    JsonNode Node,
    IReadOnlyList<string> Features,
    IReadOnlyList<SchemaMember> Members,
    SchemaMember? Tag,
    IReadOnlyList<SchemaVariant> Variants
) : SchemaType(Name, Node, Features)
{
    public bool IsUnion => Tag is not null;

    public bool IsEmpty => Members.Count == 0;
}

/// <summary>One of the types of an alternate.</summary>
internal sealed record SchemaBranch(TypeReference Type, JsonNode Node);

internal sealed record AlternateType(
    string Name,
    JsonNode Node,
    IReadOnlyList<string> Features,
    IReadOnlyList<SchemaBranch> Branches
) : SchemaType(Name, Node, Features);

internal sealed record SchemaCommand(
    string Name,
    JsonNode Node,
    IReadOnlyList<string> Features,
    TypeReference? Arguments,
    TypeReference? Result,
    bool AllowOob
) : SchemaEntity(Name, Node, Features)
{
    /// <summary>What the command answers; null for nothing, which a dump tells by an empty object.</summary>
    public SchemaType? Answer => Result?.Target is ObjectType { IsEmpty: true } ? null : Result?.Target;
}

internal sealed record SchemaEvent(string Name, JsonNode Node, IReadOnlyList<string> Features, TypeReference? Data)
    : SchemaEntity(Name, Node, Features);

/// <summary>A type by its name in the dump. References run forward, so it is resolved when all entries have been
/// read.</summary>
internal sealed class TypeReference(string name, JsonNode node)
{
    public string Name { get; } = name;

    public JsonNode Node { get; } = node;

    /// <summary>The type; a dangling reference stands for any value.</summary>
    public SchemaType Target { get; private set; } = null!;

    /// <summary>Whether the schema lacks the type, or it was left out.</summary>
    public bool IsDangling { get; private set; }

    public void Resolve(SchemaType? target)
    {
        IsDangling = target is null;
        // Under its own name, which no type has: things are told apart by their names.
        Target = target ?? new BuiltinType(Name, Node, BuiltinKind.Any);
    }
}
