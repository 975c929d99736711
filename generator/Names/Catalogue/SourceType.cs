using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A type as QEMU's source writes it: <c>BlockInfo</c>, <c>uint32</c>, <c>[str]</c>.</summary>
/// <param name="Name">The name, without brackets.</param>
/// <param name="Lists">In how many lists it stands.</param>
/// <param name="Integer">Which integer it is; null for other types.</param>
/// <param name="Builtin">What a dump shows of it; null for a type that is not built in.</param>
internal readonly record struct SourceType(string Name, int Lists, IntegerType? Integer, BuiltinKind? Builtin)
{
    public static SourceType Parse(string text)
    {
        int lists = text.TakeWhile(c => c == '[').Count();
        string name = text.Substring(lists, Math.Max(0, text.Length - (2 * lists)));
        IntegerType? integer = IntegerTypes.Parse(name);
        return new SourceType(name, lists, integer, integer is null ? BuiltinOf(name) : BuiltinKind.Int);
    }

    private static BuiltinKind? BuiltinOf(string name) =>
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
