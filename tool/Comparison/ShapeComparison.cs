using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Comparison;

/// <summary>Compares the types at the same place of two schemas.</summary>
internal sealed class ShapeComparison(TypePairs pairs)
{
    /// <summary>Gets the kind of change between two types, or null if they are the same.</summary>
    public QmpSchemaChangeKind? FindChange(TypeShape old, TypeShape @new)
    {
        if (old.Type is not null || @new.Type is not null ? IsSameType(old, @new) : IsSameBuiltin(old, @new))
        {
            return null;
        }

        return Contains(@new, old, (wide, narrow) => pairs.IsPair(narrow.Type, wide.Type))
                ? QmpSchemaChangeKind.TypeWidened
            : Contains(old, @new, (wide, narrow) => pairs.IsPair(wide.Type, narrow.Type))
                ? QmpSchemaChangeKind.TypeNarrowed
            : QmpSchemaChangeKind.TypeReplaced;
    }

    private bool IsSameType(TypeShape old, TypeShape @new) =>
        old.ListDepth == @new.ListDepth && pairs.IsPair(old.Type, @new.Type);

    private static bool IsSameBuiltin(TypeShape old, TypeShape @new) =>
        old.ListDepth == @new.ListDepth
        && old.Builtin == @new.Builtin
        && ContainsInteger(old.Integer, @new.Integer)
        && ContainsInteger(@new.Integer, old.Integer);

    private static bool Contains(TypeShape wide, TypeShape narrow, Func<TypeShape, TypeShape, bool> isPair) =>
        wide.IsAny
        || ContainsSimple(wide, narrow, isPair)
        || (
            wide is { ListDepth: 0, Type: { Kind: EntryKind.Alternate } alternate }
            && alternate.Places.Any(branch => ContainsSimple(TypeShape.FromPlace(branch, null), narrow, isPair))
        );

    private static bool ContainsSimple(TypeShape wide, TypeShape narrow, Func<TypeShape, TypeShape, bool> isPair) =>
        wide.ListDepth == narrow.ListDepth
        && (wide.Type, narrow.Type) switch
        {
            ({ }, { }) => isPair(wide, narrow),
            (null, { Kind: EntryKind.Enum }) => wide.Builtin == BuiltinKind.String,
            (null, null) => (wide.Builtin, narrow.Builtin) is (BuiltinKind.Number, BuiltinKind.Int)
                || (wide.Builtin == narrow.Builtin && ContainsInteger(wide.Integer, narrow.Integer)),
            _ => false,
        };

    /// <summary>Gets whether a type has all values of another type. An unknown type equals any other.</summary>
    private static bool ContainsInteger(IntegerType? wide, IntegerType? narrow) =>
        wide is not { } outer || narrow is not { } inner || IntegerTypes.Contains(outer, inner);
}
