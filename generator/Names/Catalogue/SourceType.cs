using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A type as QEMU's source writes it: <c>BlockInfo</c>, <c>uint32</c>, <c>[str]</c>.</summary>
/// <param name="Name">The name, without brackets.</param>
/// <param name="Lists">In how many lists it stands.</param>
internal readonly record struct SourceType(string Name, int Lists)
{
    /// <summary>What a dump shows of it; null for a type that is not built in.</summary>
    public BuiltinKind? Builtin => Name switch
    {
        "str" => BuiltinKind.String,
        "number" => BuiltinKind.Number,
        "bool" => BuiltinKind.Bool,
        "null" => BuiltinKind.Null,
        "any" => BuiltinKind.Any,
        _ => IntegerTypes.Parse(Name) is null ? null : BuiltinKind.Int,
    };

    public static SourceType Parse(string text)
    {
        int lists = text.TakeWhile(c => c == '[').Count();
        return new SourceType(text.Substring(lists, Math.Max(0, text.Length - (2 * lists))), lists);
    }
}
