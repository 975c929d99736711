namespace QmpGen;

/// <summary>The part of the schema of the bindings that a server has.</summary>
internal abstract class SchemaView
{
    /// <summary>Whether the server has everything, so that calls need no check.</summary>
    public virtual bool HasAll => false;

    public abstract bool Has(CommandNode command);

    public abstract bool Has(EventNode @event);

    public abstract bool Has(TypeNode type);

    public abstract bool Has(ObjectNode owner, MemberNode member);

    public abstract bool Has(EnumNode owner, ValueNode value);

    public abstract bool Has(ObjectNode owner, CaseNode @case);

    /// <summary>Gets whether the server requires a member that is optional in the bindings.</summary>
    public abstract bool Requires(ObjectNode owner, MemberNode member);
}
