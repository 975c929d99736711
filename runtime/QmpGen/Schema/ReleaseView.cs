namespace QmpGen;

/// <summary>The part of the schema that a compiled release has.</summary>
/// <param name="release">The index of the release.</param>
/// <param name="releaseCount">The number of releases.</param>
internal sealed class ReleaseView(int release, int releaseCount) : SchemaView
{
    public override bool HasAll => releaseCount == 1;

    public override bool Has(CommandNode command) => HasOrInherits(command);

    public override bool Has(EventNode @event) => HasOrInherits(@event);

    public override bool Has(TypeNode type) => HasOrInherits(type);

    public override bool Has(ObjectNode owner, MemberNode member) => HasOrInherits(member, owner);

    public override bool Has(EnumNode owner, ValueNode value) => HasOrInherits(value, owner);

    public override bool Has(ObjectNode owner, CaseNode @case) => HasOrInherits(@case, owner);

    public override bool Requires(ObjectNode owner, MemberNode member) => member.RequiredIn.Contains(release);

    private bool HasOrInherits(SchemaNode node, SchemaNode? container = null) =>
        (node.Releases ?? container?.Releases)?.Contains(release) ?? true;
}
