using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>
/// The simple unions of QEMU up to 6.0, which name branches and no discriminator: short for a flat union over an enum
/// of the branches' names,
/// each branch in an object of its own.
/// </summary>
internal static class SimpleUnion
{
    public static QapiObject Make(
        string name,
        SourceSpan position,
        QapiCondition? condition,
        IReadOnlyList<QapiMember> branches
    )
    {
        QapiEnum kind = new($"{name}Kind", position, [.. branches.Select(ValueOf)]) { Condition = condition };
        return new QapiObject(name, position, [new QapiMember("type", position, new QapiTypeReference(kind))])
        {
            Discriminator = new("type", position),
            Branches = [.. branches.Select(branch => branch with { Type = new QapiTypeReference(Wrap(branch)) })],
        };
    }

    /// <summary>The enum that was made for a simple union; null for another type.</summary>
    public static QapiEnum? KindOf(QapiDefinition definition) =>
        definition is QapiObject { IsUnion: true, Base: null, Members: [var tag] } ? (QapiEnum)tag.Type.Target : null;

    private static QapiEnumValue ValueOf(QapiMember branch) =>
        new(branch.Name, branch.Position) { Condition = branch.Condition, Doc = branch.Doc };

    private static QapiWrapper Wrap(QapiMember branch)
    {
        string list = branch.Type.IsArray ? "List" : "";
        return new(
            $"q_obj_{branch.Type.Name}{list}-wrapper",
            branch.Position,
            new QapiMember("data", branch.Position, branch.Type)
        );
    }
}
