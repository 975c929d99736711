using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema;

/// <summary>An entry of the dump, in the terms of query-qmp-schema.</summary>
/// <param name="Span">The place of the name.</param>
/// <param name="Since">The QEMU release that added the entity, if the dump says so.</param>
internal abstract record SchemaEntity(string Name, SourceSpan Span, IReadOnlyList<string> Features, string? Since)
{
    /// <summary>Whether the dump replaces the name with a number, as QEMU does for types.</summary>
    public bool IsMasked => Name.All(c => c is >= '0' and <= '9');

    /// <summary>The releases of a merged schema that have the entity, the oldest first. Otherwise empty.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];
}

/// <summary>A type, as opposed to a command or an event.</summary>
internal abstract record SchemaType(string Name, SourceSpan Span, IReadOnlyList<string> Features, string? Since)
    : SchemaEntity(Name, Span, Features, Since);

internal enum BuiltinKind
{
    String,
    Int,
    Number,
    Bool,
    Null,
    Any,
}

internal sealed record BuiltinType(string Name, SourceSpan Span, BuiltinKind Kind) : SchemaType(Name, Span, [], null);

internal sealed record EnumType(
    string Name,
    SourceSpan Span,
    IReadOnlyList<string> Features,
    string? Since,
    IReadOnlyList<EnumValue> Values
) : SchemaType(Name, Span, Features, Since);

internal sealed record EnumValue(string Name, SourceSpan Span, IReadOnlyList<string> Features, string? Since)
{
    /// <summary>The releases of a merged schema that have the value, the oldest first. Otherwise empty.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];
}

internal sealed record ArrayType(string Name, SourceSpan Span, TypeReference Item) : SchemaType(Name, Span, [], null)
{
    /// <summary>The supported depth of arrays in arrays. QAPI itself does not allow them.</summary>
    public const int MaxDepth = 4;

    /// <summary>Gets the type in all lists around it. Deeper lists stay lists, whose items are any values.</summary>
    public static SchemaType Unwrap(SchemaType type)
    {
        for (int depth = 0; type is ArrayType array && depth < MaxDepth; depth++)
        {
            type = array.Item.Target;
        }

        return type;
    }
}

/// <summary>An object, or a flat union if it has a tag.</summary>
internal sealed record ObjectType(
    string Name,
    SourceSpan Span,
    IReadOnlyList<string> Features,
    string? Since,
    IReadOnlyList<SchemaMember> Members,
    SchemaMember? Tag,
    IReadOnlyList<SchemaVariant> Variants
) : SchemaType(Name, Span, Features, Since)
{
    public bool IsUnion => Tag is not null;

    /// <summary>The releases of a merged branch that have it in a union, if others have a plain object, otherwise
    /// null.</summary>
    public IReadOnlyList<string>? BranchReleases { get; init; }

    /// <summary>The case of a merged union for objects without the tag, or null.</summary>
    public string? DefaultCase { get; init; }

    public bool IsEmpty => Members.Count == 0;

    /// <summary>Gets the releases of a merged schema that have a branch, the oldest first.</summary>
    /// <remarks>A release whose tag has the value has the branch, even if the branch does not add members
    /// there.</remarks>
    public IReadOnlyList<string> GetReleases(EnumValue value, SchemaVariant? variant) =>
        [.. Releases.Where(release => value.Releases.Contains(release) || variant?.Releases.Contains(release) == true)];

    /// <summary>Creates the object with only the common members of a union.</summary>
    public ObjectType WithoutBranches() => this with { Tag = null, Variants = [] };
}

/// <summary>A member of an object.</summary>
/// <param name="Span">The place of the name.</param>
/// <param name="Width">QAPI's integer type of the member, or of its list items, if the dump says so.</param>
internal sealed record SchemaMember(
    string Name,
    SourceSpan Span,
    TypeReference Type,
    string? Width,
    bool Optional,
    IReadOnlyList<string> Features,
    string? Since
)
{
    /// <summary>The releases of a merged schema that have the member, the oldest first. Otherwise empty.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];

    /// <summary>The releases among them that require the member.</summary>
    public IReadOnlyList<string> RequiredIn { get; init; } = [];
}

/// <summary>One case of a flat union's tag, and the object whose members it adds.</summary>
internal sealed record SchemaVariant(string Case, SourceSpan Span, TypeReference Type)
{
    /// <summary>The releases of a merged schema that have the case, the oldest first. Otherwise empty.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];
}

internal sealed record AlternateType(
    string Name,
    SourceSpan Span,
    IReadOnlyList<string> Features,
    string? Since,
    IReadOnlyList<SchemaBranch> Branches
) : SchemaType(Name, Span, Features, Since);

/// <summary>One of the types of an alternate.</summary>
/// <param name="Width">QAPI's integer type of the branch, or of its list items, if the dump says so.</param>
internal sealed record SchemaBranch(TypeReference Type, string? Width);

/// <summary>A command.</summary>
/// <param name="Result">The type that the command returns. In most dumps, the empty object means nothing.</param>
/// <param name="ResultWidth">QAPI's integer type of the result, or of its list items, if the dump says so.</param>
/// <param name="HasSuccessResponse">Whether QEMU responds when the command succeeds.</param>
internal sealed record SchemaCommand(
    string Name,
    SourceSpan Span,
    IReadOnlyList<string> Features,
    string? Since,
    TypeReference? Arguments,
    TypeReference? Result,
    string? ResultWidth,
    bool AllowOob,
    bool HasSuccessResponse
) : SchemaEntity(Name, Span, Features, Since)
{
    /// <summary>The type that the command returns, or null for the empty object.</summary>
    public SchemaType? ReturnType => Result?.Target is ObjectType { IsEmpty: true } ? null : Result?.Target;
}

internal sealed record SchemaEvent(
    string Name,
    SourceSpan Span,
    IReadOnlyList<string> Features,
    string? Since,
    TypeReference? Data
) : SchemaEntity(Name, Span, Features, Since);
