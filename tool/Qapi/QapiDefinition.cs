using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>A word that says something about a thing beyond its type, such as <c>deprecated</c>.</summary>
internal sealed record QapiFeature(string Name, QapiCondition? Condition, QapiDocPart Doc);

/// <summary>What commands, events, types, members and values have in common.</summary>
internal abstract record QapiEntity(string Name, SourceSpan Position)
{
    /// <summary>Which builds have it; null for all.</summary>
    public virtual QapiCondition? Condition { get; init; }

    public IReadOnlyList<QapiFeature> Features { get; init; } = [];
}

/// <summary>What the schema gives a name of its own.</summary>
internal abstract record QapiDefinition(string Name, SourceSpan Position) : QapiEntity(Name, Position)
{
    public QapiDoc Doc { get; init; } = QapiDoc.None;
}

internal sealed record QapiCommand(
    string Name,
    SourceSpan Position,
    QapiTypeReference? Arguments,
    QapiTypeReference? Result
) : QapiDefinition(Name, Position)
{
    /// <summary>Whether the arguments may be a union.</summary>
    public bool Boxed { get; init; }

    /// <summary>Whether it answers when it succeeds.</summary>
    public bool SuccessResponse { get; init; } = true;

    public bool AllowOob { get; init; }
}

internal sealed record QapiEvent(string Name, SourceSpan Position, QapiTypeReference? Data)
    : QapiDefinition(Name, Position)
{
    /// <summary>Whether the data may be a union.</summary>
    public bool Boxed { get; init; }
}

internal abstract record QapiType(string Name, SourceSpan Position) : QapiDefinition(Name, Position);

/// <summary>A predefined type. <c>JsonType</c> is its JSON type as introspection names it.</summary>
internal sealed record QapiBuiltin(string Name, string JsonType) : QapiType(Name, s_nowhere)
{
    private static readonly SourceSpan s_nowhere = SourceSpan.FromPath("builtin");

    public static IReadOnlyList<QapiBuiltin> All { get; } =
    [
        new("str", "string"),
        new("number", "number"),
        new("bool", "boolean"),
        new("null", "null"),
        new("any", "value"),
        new("int", "int"),
        new("int8", "int"),
        new("int16", "int"),
        new("int32", "int"),
        new("int64", "int"),
        new("uint8", "int"),
        new("uint16", "int"),
        new("uint32", "int"),
        new("uint64", "int"),
        new("size", "int"),
    ];

    public bool IsInteger => JsonType == "int";
}

internal sealed record QapiEnumValue(string Name, SourceSpan Position) : QapiEntity(Name, Position)
{
    public QapiDocPart Doc { get; init; } = QapiDocPart.None;
}

internal sealed record QapiEnum(string Name, SourceSpan Position, IReadOnlyList<QapiEnumValue> Values)
    : QapiType(Name, Position);

/// <summary>A member of an object, or a branch of a union or alternate.</summary>
internal sealed record QapiMember(string Name, SourceSpan Position, QapiTypeReference Type)
    : QapiEntity(Name, Position)
{
    public bool Optional { get; init; }

    public QapiDocPart Doc { get; init; } = QapiDocPart.None;
}

/// <summary>A struct, a union, or an unnamed object: inline arguments or a union's inline base.</summary>
/// <remarks><c>Members</c> does not include the members of the base.</remarks>
internal record QapiObject(string Name, SourceSpan Position, IReadOnlyList<QapiMember> Members)
    : QapiType(Name, Position)
{
    public QapiTypeReference? Base { get; init; }

    /// <summary>The name of the member whose value selects a union's branch.</summary>
    public QapiDiscriminator? Discriminator { get; init; }

    public IReadOnlyList<QapiMember> Branches { get; init; } = [];

    public bool IsUnion => Discriminator is not null;

    /// <summary>All members that it has whatever its branch, those of the base first.</summary>
    public IEnumerable<QapiMember> AllMembers =>
        Base?.Object is { } parent ? parent.AllMembers.Concat(Members) : Members;
}

internal sealed record QapiDiscriminator(string Name, SourceSpan Position);

/// <summary>
/// The object that an old simple union puts around a branch's type: its member <c>data</c>. Two unions with a branch of
/// one type share it,
/// so it exists where that type does and not where a union does.
/// </summary>
internal sealed record QapiWrapper(string Name, SourceSpan Position, QapiMember Data)
    : QapiObject(Name, Position, [Data])
{
    public override QapiCondition? Condition => Data.Type.Target.Condition;
}

/// <summary>One of several types that JSON itself can tell apart.</summary>
internal sealed record QapiAlternate(string Name, SourceSpan Position, IReadOnlyList<QapiMember> Branches)
    : QapiType(Name, Position);
