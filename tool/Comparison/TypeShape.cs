using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Comparison;

/// <summary>The type at a place.</summary>
/// <param name="ListDepth">The number of lists around the type.</param>
/// <param name="Type">The object, enum or alternate, or null for a builtin.</param>
/// <param name="Integer">The integer type, or null for other builtins and if it is unknown.</param>
internal readonly record struct TypeShape(int ListDepth, DumpNode? Type, BuiltinKind Builtin, IntegerType? Integer)
{
    /// <summary>Any JSON value, as the type of a place that a dump does not describe.</summary>
    public static TypeShape Any { get; } = new(0, null, BuiltinKind.Any, null);

    /// <summary>Creates the shape of a place.</summary>
    /// <param name="integer">The integer type, if the place has one and it is known.</param>
    public static TypeShape FromPlace(DumpPlace? place, IntegerType? integer) =>
        place is null
            ? Any
            : new TypeShape(
                place.ListDepth,
                place.Target,
                place.Builtin ?? BuiltinKind.Any,
                place.Builtin is BuiltinKind.Int ? integer : null
            );

    public bool IsAny => this is { ListDepth: 0, Type: null, Builtin: BuiltinKind.Any };
}
