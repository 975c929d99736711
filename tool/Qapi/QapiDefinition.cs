using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>A feature of an entity, such as <c>deprecated</c>.</summary>
internal sealed record QapiFeature(string Name, QapiCondition? Condition, QapiDocPart Doc);

/// <summary>A command, event, type, member or value.</summary>
internal abstract record QapiEntity(string Name, SourceSpan Span)
{
    /// <summary>The condition for builds that include it, or null if all builds do.</summary>
    public virtual QapiCondition? Condition { get; init; }

    public IReadOnlyList<QapiFeature> Features { get; init; } = [];
}

/// <summary>A named definition of the schema.</summary>
internal abstract record QapiDefinition(string Name, SourceSpan Span) : QapiEntity(Name, Span)
{
    public QapiDoc Doc { get; init; } = QapiDoc.None;
}

internal sealed record QapiCommand(
    string Name,
    SourceSpan Span,
    QapiTypeReference? Arguments,
    QapiTypeReference? Result
) : QapiDefinition(Name, Span)
{
    /// <summary>Whether the arguments may be a union.</summary>
    public bool Boxed { get; init; }

    /// <summary>Whether QEMU sends a response when the command succeeds.</summary>
    public bool SuccessResponse { get; init; } = true;

    public bool AllowOob { get; init; }
}

internal sealed record QapiEvent(string Name, SourceSpan Span, QapiTypeReference? Data) : QapiDefinition(Name, Span)
{
    /// <summary>Whether the data may be a union.</summary>
    public bool Boxed { get; init; }
}

internal abstract record QapiType(string Name, SourceSpan Span) : QapiDefinition(Name, Span);

/// <summary>A predefined type. <c>JsonType</c> is its JSON type as introspection names it.</summary>
internal sealed record QapiBuiltin(string Name, string JsonType) : QapiType(Name, s_nowhere)
{
    private static readonly SourceSpan s_nowhere = SourceSpan.FromFile("builtin");

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

internal sealed record QapiEnumValue(string Name, SourceSpan Span) : QapiEntity(Name, Span)
{
    public QapiDocPart Doc { get; init; } = QapiDocPart.None;
}

internal sealed record QapiEnum(string Name, SourceSpan Span, IReadOnlyList<QapiEnumValue> Values)
    : QapiType(Name, Span);

/// <summary>A member of an object, or a branch of a union or alternate.</summary>
internal sealed record QapiMember(string Name, SourceSpan Span, QapiTypeReference Type) : QapiEntity(Name, Span)
{
    public bool Optional { get; init; }

    public QapiDocPart Doc { get; init; } = QapiDocPart.None;
}

/// <summary>A struct, a union, or an unnamed object: inline arguments or a union's inline base.</summary>
/// <remarks><c>Members</c> does not include the members of the base.</remarks>
internal record QapiObject(string Name, SourceSpan Span, IReadOnlyList<QapiMember> Members) : QapiType(Name, Span)
{
    public QapiTypeReference? Base { get; init; }

    /// <summary>The name of the member whose value selects a union's branch.</summary>
    public QapiDiscriminator? Discriminator { get; init; }

    public IReadOnlyList<QapiMember> Branches { get; init; } = [];

    public bool IsUnion => Discriminator is not null;

    /// <summary>The members that all branches share. Members of the base come first.</summary>
    public IEnumerable<QapiMember> AllMembers =>
        Base?.Object is { } parent ? parent.AllMembers.Concat(Members) : Members;
}

internal sealed record QapiDiscriminator(string Name, SourceSpan Span);

/// <summary>The object that wraps the branch of a simple union in a member <c>data</c>.</summary>
/// <remarks>Unions with a branch of the same type share it, so its condition is that of the type.</remarks>
internal sealed record QapiWrapper(string Name, SourceSpan Span, QapiMember Data) : QapiObject(Name, Span, [Data])
{
    public override QapiCondition? Condition => Data.Type.Target.Condition;
}

/// <summary>A choice of types with different kinds of JSON values.</summary>
internal sealed record QapiAlternate(string Name, SourceSpan Span, IReadOnlyList<QapiMember> Branches)
    : QapiType(Name, Span);
