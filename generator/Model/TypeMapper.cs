using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Maps types of a dump to C# types.</summary>
internal sealed class TypeMapper(string @namespace, TypeNames names)
{
    private static readonly TypeModel s_any = new(ValueKind.Any, GlobalNames.QmpValue);

    /// <summary>The C# type of a value.</summary>
    /// <param name="integer">The width of the integers in the value; null if it is not known.</param>
    public TypeModel Map(SchemaType type, IntegerType? integer = null) => Map(type, integer, depth: 0);

    /// <summary>The full name of a type of the dump.</summary>
    public string Qualify(SchemaType type) => Qualify(names.GetName(type));

    /// <summary>The full name of a type of the generated namespace.</summary>
    public string Qualify(string name) => $"global::{@namespace}.{name}";

    private TypeModel Map(SchemaType type, IntegerType? integer, int depth) =>
        type switch
        {
            BuiltinType { Kind: BuiltinKind.String } => new(ValueKind.String, "string"),
            BuiltinType { Kind: BuiltinKind.Int } => new(ValueKind.Int, GetCSharp(integer)),
            BuiltinType { Kind: BuiltinKind.Number } => new(ValueKind.Number, "double"),
            BuiltinType { Kind: BuiltinKind.Bool } => new(ValueKind.Bool, "bool"),
            EnumType => new(ValueKind.Enum, Qualify(type)),
            ObjectType { IsUnion: true } => new(ValueKind.Union, Qualify(type)),
            ObjectType => new(ValueKind.Object, Qualify(type)),
            AlternateType => new(ValueKind.Alternate, Qualify(type)),
            ArrayType array when depth < ArrayType.MaxDepth => CreateList(Map(array.Item.Target, integer, depth + 1)),
            _ => s_any,
        };

    private static string GetCSharp(IntegerType? integer) =>
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

    private static TypeModel CreateList(TypeModel item) =>
        new(ValueKind.List, $"{GlobalNames.QmpList}<{item.CSharp}>", item);
}
