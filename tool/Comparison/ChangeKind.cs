namespace QmpGen.Tool.Comparison;

/// <summary>The kinds of change in a command, event or type: the rows of <see cref="ChangeRules"/>.</summary>
internal enum ChangeKind
{
    TypeRenamed,

    /// <summary>A place has another type, whose parts are compared.</summary>
    TypeExchanged,
    OptionalMemberAdded,
    RequiredMemberAdded,
    OptionalMemberRemoved,
    RequiredMemberRemoved,
    MemberBecameOptional,
    MemberBecameRequired,

    /// <summary>The new type has all values of the old type.</summary>
    TypeWidened,

    /// <summary>The old type has all values of the new type.</summary>
    TypeNarrowed,
    TypeReplaced,
    ResultAdded,
    ResultRemoved,
    ValueAdded,
    ValueRemoved,
    BranchAdded,
    BranchRemoved,
    FeatureAdded,
    FeatureRemoved,
    BecameDeprecated,
    BecameUndeprecated,
    BecameUnstable,
    BecameStable,
    OutOfBandAllowed,
    OutOfBandForbidden,
}

internal static class ChangeKinds
{
    public static ChangeKind FromAddedFeature(string feature) =>
        feature switch
        {
            "deprecated" => ChangeKind.BecameDeprecated,
            "unstable" => ChangeKind.BecameUnstable,
            _ => ChangeKind.FeatureAdded,
        };

    public static ChangeKind FromRemovedFeature(string feature) =>
        feature switch
        {
            "deprecated" => ChangeKind.BecameUndeprecated,
            "unstable" => ChangeKind.BecameStable,
            _ => ChangeKind.FeatureRemoved,
        };
}
