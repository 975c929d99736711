namespace QmpGen;

/// <summary>The kinds of change in a command, event or type of a schema.</summary>
public enum QmpSchemaChangeKind
{
    /// <summary>A type has another name. Only <c>qmpgen</c> reports it: a server does not send names.</summary>
    TypeRenamed,

    /// <summary>A place has another type, whose parts are compared. Only <c>qmpgen</c> reports it.</summary>
    TypeExchanged,

    /// <summary>An optional member is new.</summary>
    OptionalMemberAdded,

    /// <summary>A required member is new.</summary>
    RequiredMemberAdded,

    /// <summary>An optional member is missing.</summary>
    OptionalMemberRemoved,

    /// <summary>A required member is missing.</summary>
    RequiredMemberRemoved,

    /// <summary>A required member is optional now.</summary>
    MemberBecameOptional,

    /// <summary>An optional member is required now.</summary>
    MemberBecameRequired,

    /// <summary>The new type has all values of the old type.</summary>
    TypeWidened,

    /// <summary>The old type has all values of the new type.</summary>
    TypeNarrowed,

    /// <summary>Neither type has all values of the other.</summary>
    TypeReplaced,

    /// <summary>A command has a result now.</summary>
    ResultAdded,

    /// <summary>A command does not have a result now.</summary>
    ResultRemoved,

    /// <summary>An enum value is new.</summary>
    ValueAdded,

    /// <summary>An enum value is missing.</summary>
    ValueRemoved,

    /// <summary>A branch of a union or alternate is new.</summary>
    BranchAdded,

    /// <summary>A branch of a union or alternate is missing.</summary>
    BranchRemoved,

    /// <summary>A feature is new.</summary>
    FeatureAdded,

    /// <summary>A feature is missing.</summary>
    FeatureRemoved,

    /// <summary>Something is deprecated now.</summary>
    BecameDeprecated,

    /// <summary>Something is not deprecated now.</summary>
    BecameUndeprecated,

    /// <summary>Something is unstable now.</summary>
    BecameUnstable,

    /// <summary>Something is not unstable now.</summary>
    BecameStable,

    /// <summary>A command allows out-of-band execution now.</summary>
    OutOfBandAllowed,

    /// <summary>A command does not allow out-of-band execution now.</summary>
    OutOfBandForbidden,
}
