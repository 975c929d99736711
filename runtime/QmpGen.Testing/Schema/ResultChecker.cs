using System.Globalization;
using System.Text.Json;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Schema;

/// <summary>Compares the result of a command with the schema, and accepts what a client must accept.</summary>
/// <remarks>
/// Additional members, enum values and union branches are accepted, because a newer QEMU can send them. A missing
/// member or a value of another kind is a fault.
/// </remarks>
internal static class ResultChecker
{
    /// <summary>Finds the first difference between a result and its type.</summary>
    /// <returns>The difference, such as <c>'running' is missing</c>, or null if the result matches.</returns>
    public static string? FindFault(SchemaType type, JsonElement result) => FindFault(type, result, "");

    private static string? FindFault(SchemaType type, JsonElement value, string path) =>
        type switch
        {
            AlternateType alternate => FindAlternateFault(alternate, value, path),
            _ when !Accepts(type, value) => DescribeMismatch(type, value, path),
            ObjectType o => FindObjectFault(o, value, path),
            ArrayType array => value
                .EnumerateArray()
                .Select((item, index) => FindFault(array.Item.Target, item, AppendIndex(path, index)))
                .FirstOrDefault(fault => fault is not null),
            _ => null,
        };

    private static string? FindObjectFault(ObjectType type, JsonElement value, string path)
    {
        foreach (SchemaMember member in type.Members)
        {
            string inner = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            string? fault =
                value.TryGetProperty(member.Name, out JsonElement found) ? FindFault(member.Type.Target, found, inner)
                : member.Optional ? null
                : $"{Quote(inner)} is missing";
            if (fault is not null)
            {
                return fault;
            }
        }

        // An unknown value of the tag selects an unknown branch, which is not checked.
        return
            type.Tag is { } tag
            && type
                .Variants.FirstOrDefault(variant => value.GetProperty(tag.Name).ValueEquals(variant.Case))
                ?.Type.Target
                is ObjectType branch
            ? FindObjectFault(branch, value, path)
            : null;
    }

    private static string? FindAlternateFault(AlternateType type, JsonElement value, string path) =>
        type.Branches.Select(branch => branch.Type.Target).FirstOrDefault(branch => Accepts(branch, value))
            is { } chosen
            ? FindFault(chosen, value, path)
            : DescribeMismatch(type, value, path);

    private static bool Accepts(SchemaType type, JsonElement value) =>
        JsonKinds.Accepts(type, value)
        && (type is not BuiltinType { Kind: BuiltinKind.Int } || value.TryGetInt64(out _) || value.TryGetUInt64(out _));

    private static string AppendIndex(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static string Quote(string path) => path.Length == 0 ? "the value" : $"'{path}'";

    private static string DescribeMismatch(SchemaType type, JsonElement value, string path) =>
        $"{Quote(path)} is {Describe(value)}, but must be {Describe(type)}";

    private static string Describe(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => $"the number {value.GetRawText()}",
            _ => value.GetRawText(),
        };

    private static string Describe(SchemaType type) =>
        type switch
        {
            ObjectType { IsEmpty: true, IsUnion: false } => "an empty object",
            ObjectType o
                when o.Members.Where(member => !member.Optional).Select(member => $"'{member.Name}'").ToArray()
                    is { Length: > 0 } required => $"an object with {string.Join(", ", required)}",
            ObjectType => "an object",
            ArrayType array => $"an array, each item {Describe(array.Item.Target)}",
            EnumType or BuiltinType { Kind: BuiltinKind.String } => "a string",
            BuiltinType { Kind: BuiltinKind.Int } => "an integer",
            BuiltinType { Kind: BuiltinKind.Bool } => "a boolean",
            BuiltinType { Kind: BuiltinKind.Null } => "null",
            BuiltinType { Kind: BuiltinKind.Number } => "a number",
            AlternateType alternate => string.Join(
                " or ",
                alternate.Branches.Select(branch => Describe(branch.Type.Target))
            ),
            _ => "any value",
        };
}
