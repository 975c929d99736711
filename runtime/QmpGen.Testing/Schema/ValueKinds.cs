using System.Text.Json;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Schema;

/// <summary>Which kinds of JSON value the types of a schema take.</summary>
internal static class ValueKinds
{
    /// <summary>Whether the type takes values of this kind, by which an alternate chooses its branch.</summary>
    public static bool Takes(SchemaType type, JsonElement value) =>
        type switch
        {
            ObjectType => value.ValueKind == JsonValueKind.Object,
            ArrayType => value.ValueKind == JsonValueKind.Array,
            EnumType or BuiltinType { Kind: BuiltinKind.String } => value.ValueKind == JsonValueKind.String,
            BuiltinType { Kind: BuiltinKind.Int or BuiltinKind.Number } => value.ValueKind == JsonValueKind.Number,
            BuiltinType { Kind: BuiltinKind.Bool } => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            BuiltinType { Kind: BuiltinKind.Null } => value.ValueKind == JsonValueKind.Null,
            BuiltinType { Kind: BuiltinKind.Any } => true,
            _ => false,
        };
}
