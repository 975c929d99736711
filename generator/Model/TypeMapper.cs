using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Types of the dump as types of C#.</summary>
internal sealed class TypeMapper(string @namespace, TypeNames names)
{
    private static readonly TypeModel s_any = new(ValueKind.Any, "global::QmpGen.QmpValue");

    /// <summary>The C# type of a value.</summary>
    /// <param name="type">The type in the dump.</param>
    /// <param name="integer">What the integers in it are; null where nobody knows.</param>
    public TypeModel Map(SchemaType type, IntegerType? integer = null) => Map(type, integer, depth: 0);

    /// <summary>The full name of a type of the dump.</summary>
    public string FullName(SchemaType type) => $"global::{@namespace}.{names.NameOf(type)}";

    private TypeModel Map(SchemaType type, IntegerType? integer, int depth) =>
        type switch
        {
            BuiltinType { Kind: BuiltinKind.String } => new(ValueKind.String, "string"),
            BuiltinType { Kind: BuiltinKind.Int } => new(ValueKind.Int, CSharpOf(integer)),
            BuiltinType { Kind: BuiltinKind.Number } => new(ValueKind.Number, "double"),
            BuiltinType { Kind: BuiltinKind.Bool } => new(ValueKind.Bool, "bool"),
            EnumType => new(ValueKind.Enum, FullName(type)),
            ObjectType { IsUnion: true } => new(ValueKind.Union, FullName(type)),
            ObjectType => new(ValueKind.Object, FullName(type)),
            AlternateType => new(ValueKind.Alternate, FullName(type)),
            ArrayType array when depth < ArrayType.MaxDepth => List(Map(array.Item.Target, integer, depth + 1)),
            _ => s_any,
        };

    private static string CSharpOf(IntegerType? integer) =>
        integer switch
        {
            IntegerType.Int8 => "sbyte",
            IntegerType.Int16 => "short",
            IntegerType.Int32 => "int",
            IntegerType.UInt8 => "byte",
            IntegerType.UInt16 => "ushort",
            IntegerType.UInt32 => "uint",
            IntegerType.UInt64 => "ulong",
            _ => TypeModel.AnyInteger,
        };

    private static TypeModel List(TypeModel item) =>
        new(ValueKind.List, $"global::QmpGen.QmpList<{item.CSharp}>", item);
}
