using QmpGen.Generator.Names.Catalogue;

namespace QmpGen.Tool.Comparison;

/// <summary>Decides how severe a change is. <c>docs/diff.md</c> contains the same table with the reasons.</summary>
internal static class ChangeRules
{
    private const Severity Harmless = Severity.Harmless;
    private const Severity Compile = Severity.Compile;
    private const Severity Runtime = Severity.Runtime;

    /// <summary>Classifies the addition or removal of a command, event or type.</summary>
    public static Severity ClassifyEntity(EntryKind kind, EntityState state) =>
        (state, kind) switch
        {
            (EntityState.Removed, EntryKind.Command or EntryKind.Event) => Runtime,
            (EntityState.Removed, _) => Compile,
            _ => Harmless,
        };

    /// <summary>Classifies a change in a command, event or type.</summary>
    /// <param name="directions">The directions in which a client uses the part that changes.</param>
    /// <returns>The worst severity of the directions.</returns>
    public static Severity Classify(ChangeKind kind, Directions directions)
    {
        (Severity sent, Severity received) = GetRow(kind);
        return (Severity)
            Math.Max(
                directions.HasFlag(Directions.Sent) ? (int)sent : 0,
                directions.HasFlag(Directions.Received) ? (int)received : 0
            );
    }

    private static (Severity Sent, Severity Received) GetRow(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.TypeRenamed => (Compile, Compile),
            ChangeKind.TypeExchanged => (Compile, Compile),
            ChangeKind.OptionalMemberAdded => (Harmless, Harmless),
            ChangeKind.RequiredMemberAdded => (Runtime, Harmless),
            ChangeKind.OptionalMemberRemoved => (Runtime, Compile),
            ChangeKind.RequiredMemberRemoved => (Runtime, Runtime),
            ChangeKind.MemberBecameOptional => (Compile, Runtime),
            ChangeKind.MemberBecameRequired => (Runtime, Compile),
            ChangeKind.TypeWidened => (Compile, Runtime),
            ChangeKind.TypeNarrowed => (Runtime, Compile),
            ChangeKind.TypeReplaced => (Runtime, Runtime),
            ChangeKind.ResultAdded => (Harmless, Harmless),
            ChangeKind.ResultRemoved => (Runtime, Runtime),
            ChangeKind.ValueAdded => (Harmless, Harmless),
            ChangeKind.ValueRemoved => (Runtime, Compile),
            ChangeKind.BranchAdded => (Harmless, Harmless),
            ChangeKind.BranchRemoved => (Runtime, Compile),
            ChangeKind.FeatureAdded => (Harmless, Harmless),
            ChangeKind.FeatureRemoved => (Runtime, Runtime),
            ChangeKind.BecameDeprecated => (Harmless, Harmless),
            ChangeKind.BecameUndeprecated => (Harmless, Harmless),
            ChangeKind.BecameUnstable => (Compile, Compile),
            ChangeKind.BecameStable => (Harmless, Harmless),
            ChangeKind.OutOfBandAllowed => (Harmless, Harmless),
            ChangeKind.OutOfBandForbidden => (Runtime, Runtime),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
