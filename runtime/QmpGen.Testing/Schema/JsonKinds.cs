using System.Text.Json;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Schema;

/// <summary>Determines which kinds of JSON value the types of a schema accept.</summary>
internal static class JsonKinds
{
    /// <summary>Whether the type accepts values of this kind.</summary>
    /// <remarks>The kind also selects the branch of an alternate.</remarks>
    public static bool Accepts(SchemaType type, JsonElement value) =>
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
