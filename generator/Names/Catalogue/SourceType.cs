using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A type as QEMU's source writes it: <c>BlockInfo</c>, <c>uint32</c>, <c>[str]</c>.</summary>
/// <param name="Name">The name, without brackets.</param>
/// <param name="ListDepth">The number of lists around the type.</param>
/// <param name="Integer">The integer type, or null for other types.</param>
/// <param name="Builtin">The builtin that a dump shows, or null for other types.</param>
internal readonly record struct SourceType(string Name, int ListDepth, IntegerType? Integer, BuiltinKind? Builtin)
{
    public static SourceType Parse(string text)
    {
        int depth = text.TakeWhile(c => c == '[').Count();
        string name = text.Substring(depth, Math.Max(0, text.Length - (2 * depth)));
        IntegerType? integer = IntegerTypes.Parse(name);
        return new SourceType(name, depth, integer, integer is null ? ParseBuiltin(name) : BuiltinKind.Int);
    }

    private static BuiltinKind? ParseBuiltin(string name) =>
        name switch
        {
            "str" => BuiltinKind.String,
            "number" => BuiltinKind.Number,
            "bool" => BuiltinKind.Bool,
            "null" => BuiltinKind.Null,
            "any" => BuiltinKind.Any,
            _ => null,
        };
}
