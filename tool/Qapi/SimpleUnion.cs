using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>Converts simple unions, which have branches but no discriminator, to flat unions.</summary>
/// <remarks>
/// QEMU up to 6.0 has simple unions. Each stands for a flat union over an enum of the branch names, with a wrapper
/// object around the type of each branch.
/// </remarks>
internal static class SimpleUnion
{
    public static QapiObject Create(
        string name,
        SourceSpan span,
        QapiCondition? condition,
        IReadOnlyList<QapiMember> branches
    )
    {
        QapiEnum kind = new($"{name}Kind", span, [.. branches.Select(CreateValue)]) { Condition = condition };
        return new QapiObject(name, span, [new QapiMember("type", span, new QapiTypeReference(kind))])
        {
            Discriminator = new("type", span),
            Branches =
            [
                .. branches.Select(branch => branch with { Type = new QapiTypeReference(CreateWrapper(branch)) }),
            ],
        };
    }

    /// <summary>Finds the enum that was created for a simple union, or returns null for other types.</summary>
    public static QapiEnum? FindKindEnum(QapiDefinition definition) =>
        definition is QapiObject { IsUnion: true, Base: null, Members: [var tag] } ? (QapiEnum)tag.Type.Target : null;

    private static QapiEnumValue CreateValue(QapiMember branch) =>
        new(branch.Name, branch.Span) { Condition = branch.Condition, Doc = branch.Doc };

    private static QapiWrapper CreateWrapper(QapiMember branch)
    {
        string list = branch.Type.IsArray ? "List" : "";
        return new(
            $"q_obj_{branch.Type.Name}{list}-wrapper",
            branch.Span,
            new QapiMember("data", branch.Span, branch.Type)
        );
    }
}
