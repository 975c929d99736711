using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>The rules for a place at which releases have different types. The newest type is preferred.</summary>
/// <remarks>
/// <c>docs/several-qemus.md</c> states the rules for users. <see cref="ObjectMerger"/> has those for members.
/// </remarks>
internal static class MergeRules
{
    // Any integer fits into 64 bits, but not a large one into a signed type. Both keep the bits.
    private static readonly (IntegerType Type, int Bits, bool Signed)[] s_integers =
    [
        (IntegerType.Int8, 8, true),
        (IntegerType.UInt8, 8, false),
        (IntegerType.Int16, 16, true),
        (IntegerType.UInt16, 16, false),
        (IntegerType.Int32, 32, true),
        (IntegerType.UInt32, 32, false),
        (IntegerType.Int64, 64, true),
        (IntegerType.UInt64, 64, false),
    ];

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
            ? MergedPlace.Any with
            {
                Conflict = conflict,
            }
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
                .Concat(s_integers.Select(integer => integer.Type))
                .First(type => known.All(other => Holds(type, other)));
    }

    private static MergedPlace MergeAlternates(IReadOnlyList<PlaceSource> sources, int depth) =>
        new(depth, null, [.. sources.OrderBy(source => source.Type is not AlternateType)], null);

    private static MergedPlace MergeItems(IReadOnlyList<PlaceSource> items, int depth)
    {
        PlaceSource newest = items[0];
        if (items.Any(item => item.Type is AlternateType))
        {
            return MergeAlternates(items, depth);
        }

        PlaceSource[] enums = [.. items.Where(item => item.Type is EnumType)];
        if (enums.Length > 0)
        {
            // An enum keeps the texts that it does not declare.
            return FindOther(item => item.Type is EnumType or BuiltinType { Kind: BuiltinKind.String }) is { } other
                ? MergedPlace.Any with
                {
                    Conflict = other,
                }
                : new MergedPlace(depth, null, enums, null);
        }

        if (newest.Type is ObjectType)
        {
            return FindOther(item => item.Type is ObjectType) is { } other
                ? MergedPlace.Any with
                {
                    Conflict = other,
                }
                : new MergedPlace(depth, null, items, null);
        }

        BuiltinKind? kind = GetKind(newest);
        return FindOther(item => GetKind(item) == kind || (IsNumber(kind) && IsNumber(GetKind(item)))) is { } different
            ? MergedPlace.Any with
            {
                Conflict = different,
            }
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

    private static bool Holds(IntegerType type, IntegerType other)
    {
        (_, int bits, bool signed) = s_integers[Array.FindIndex(s_integers, integer => integer.Type == type)];
        (_, int otherBits, bool otherSigned) = s_integers[
            Array.FindIndex(s_integers, integer => integer.Type == other)
        ];
        return signed == otherSigned || bits == 64 ? bits >= otherBits : signed && bits > otherBits;
    }
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
}
