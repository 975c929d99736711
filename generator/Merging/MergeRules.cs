using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>The rules for a place at which releases have different types. The newest type is preferred.</summary>
/// <remarks>
/// <c>docs/several-qemus.md</c> states the rules for users. <see cref="ObjectMerger"/> has those for members.
/// </remarks>
internal static class MergeRules
{
    /// <summary>Merges the types at a place.</summary>
    /// <param name="sources">What each release has there, the newest first.</param>
    public static MergedPlace Merge(IReadOnlyList<PlaceSource> sources)
    {
        PlaceSource newest = sources[0];
        if (sources.Any(source => source.Unwrap().Type is BuiltinType { Kind: BuiltinKind.Any }))
        {
            return sources.All(source => source.ListDepth == newest.ListDepth)
                ? new MergedPlace(newest.ListDepth, BuiltinKind.Any, [], null)
                : MergedPlace.Any;
        }

        // An alternate has a branch for the type of each other release, including lists.
        if (sources.Any(source => source.Type is AlternateType))
        {
            return MergeAlternates(sources, 0);
        }

        int depth = newest.ListDepth;
        return sources.FirstOrDefault(source => source.ListDepth != depth) is { } conflict
            ? MergedPlace.FromConflict(conflict)
            : MergeItems([.. sources.Select(source => source.Unwrap())], depth);
    }

    /// <summary>Finds the integer type that holds the values of all releases.</summary>
    /// <param name="types">The types, the newest first. Null is not known.</param>
    public static IntegerType? MergeIntegers(IEnumerable<IntegerType?> types)
    {
        IntegerType[] known = [.. types.OfType<IntegerType>().Distinct()];
        return known.Length == 0
            ? null
            : known
                .Concat(Enum.GetValues(typeof(IntegerType)).Cast<IntegerType>())
                .First(type => known.All(other => Holds(type, other)));
    }

    /// <summary>Formats the integer type of a merged place, or returns null if it is unknown.</summary>
    public static string? FormatWidth(IEnumerable<PlaceSource> sources) =>
        MergeIntegers(sources.Select(source => source.Integer)) is { } integer ? IntegerTypes.Format(integer) : null;

    private static MergedPlace MergeAlternates(IReadOnlyList<PlaceSource> sources, int depth) =>
        new(depth, null, [.. sources.OrderBy(source => source.Type is not AlternateType)], null);

    private static MergedPlace MergeItems(IReadOnlyList<PlaceSource> items, int depth)
    {
        PlaceSource newest = items[0];
        if (items.Any(item => item.Type is AlternateType))
        {
            return MergeAlternates(items, depth);
        }

        if (items.Any(item => item.Type is EnumType))
        {
            // An enum keeps the texts that it does not declare.
            return FindOther(item => item.Type is EnumType or BuiltinType { Kind: BuiltinKind.String }) is { } other
                ? MergedPlace.FromConflict(other)
                : new MergedPlace(depth, null, [.. items.OrderBy(item => item.Type is not EnumType)], null);
        }

        if (newest.Type is ObjectType)
        {
            return FindOther(item => item.Type is ObjectType) is { } other
                ? MergedPlace.FromConflict(other)
                : new MergedPlace(depth, null, items, null);
        }

        BuiltinKind? kind = GetKind(newest);
        return FindOther(item => GetKind(item) == kind || (IsNumber(kind) && IsNumber(GetKind(item)))) is { } different
            ? MergedPlace.FromConflict(different)
            : new MergedPlace(
                depth,
                items.Any(item => GetKind(item) == BuiltinKind.Number) ? BuiltinKind.Number : kind,
                [],
                null
            );

        PlaceSource? FindOther(Func<PlaceSource, bool> fits) => items.FirstOrDefault(item => !fits(item));
    }

    private static bool IsNumber(BuiltinKind? kind) => kind is BuiltinKind.Int or BuiltinKind.Number;

    private static BuiltinKind? GetKind(PlaceSource source) => (source.Type as BuiltinType)?.Kind;

    // Any integer fits into 64 bits. A large unsigned one keeps its bits in a signed type, and the reverse.
    private static bool Holds(IntegerType type, IntegerType other) =>
        type is IntegerType.Int64 or IntegerType.UInt64 || IntegerTypes.Contains(type, other);
}

/// <summary>The merged type at a place: a builtin, or a type that merges those of several releases.</summary>
/// <param name="Types">The types to merge, the preferred one first.</param>
/// <param name="Conflict">The first source that cannot be merged with the newest one.</param>
internal sealed record MergedPlace(
    int ListDepth,
    BuiltinKind? Builtin,
    IReadOnlyList<PlaceSource> Types,
    PlaceSource? Conflict
)
{
    public static readonly MergedPlace Any = new(0, BuiltinKind.Any, [], null);

    public static MergedPlace FromConflict(PlaceSource source) => Any with { Conflict = source };
}
