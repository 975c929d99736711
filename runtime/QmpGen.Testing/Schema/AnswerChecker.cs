using System.Globalization;
using System.Text.Json;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Schema;

/// <summary>
/// Walks an answer beside the schema, with the tolerance that a client has to have: what a newer QEMU may say beside
/// what the schema knows passes. What a QEMU of
/// this schema would not leave out, or say in another kind of value, does not.
/// </summary>
internal static class AnswerChecker
{
    /// <summary>Checks the value of an answer's <c>return</c>.</summary>
    /// <exception cref="QmpTestErrorException">The schema promises another one.</exception>
    public static void Check(string command, SchemaType promised, JsonElement answer)
    {
        if (FaultOf(promised, answer, "") is { } fault)
        {
            throw new QmpTestErrorException(
                $"The answer that On(\"{command}\", ...) gave is none that the schema allows, which promises {NameOf(promised)}: {fault}. Answer with all that is "
                    + $"mandatory, or let {nameof(QmpTestServerOptions)}.{nameof(QmpTestServerOptions.CheckAnswers)} be false to say what no QEMU would"
            );
        }
    }

    private static string? FaultOf(SchemaType type, JsonElement value, string place) =>
        type switch
        {
            AlternateType alternate => FaultOfAlternate(alternate, value, place),
            _ when !IsOfKind(type, value) => $"{Quoted(place)} is {NameOf(value)} instead of {NameOf(type)}",
            ObjectType o => FaultOfObject(o, value, place),
            ArrayType array => value
                .EnumerateArray()
                .Select(
                    (item, index) =>
                        FaultOf(
                            array.Item.Target,
                            item,
                            string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]")
                        )
                )
                .FirstOrDefault(fault => fault is not null),
            _ => null,
        };

    private static string? FaultOfObject(ObjectType type, JsonElement value, string place)
    {
        foreach (SchemaMember member in type.Members)
        {
            string inner = place.Length == 0 ? member.Name : $"{place}.{member.Name}";
            string? fault =
                value.TryGetProperty(member.Name, out JsonElement found) ? FaultOf(member.Type.Target, found, inner)
                : member.Optional ? null
                : $"{Quoted(inner)} is missing";
            if (fault is not null)
            {
                return fault;
            }
        }

        // A branch that the schema lacks has members that it lacks.
        return
            type.Tag is { } tag
            && type
                .Variants.FirstOrDefault(variant => value.GetProperty(tag.Name).ValueEquals(variant.Case))
                ?.Type.Target
                is ObjectType branch
            ? FaultOfObject(branch, value, place)
            : null;
    }

    private static string Quoted(string place) => place.Length == 0 ? "the value" : $"'{place}'";

    private static string? FaultOfAlternate(AlternateType type, JsonElement value, string place) =>
        type.Branches.Select(branch => branch.Type.Target).FirstOrDefault(branch => IsOfKind(branch, value))
            is { } chosen
            ? FaultOf(chosen, value, place)
            : $"{Quoted(place)} is {NameOf(value)} instead of {NameOf(type)}";

    private static bool IsOfKind(SchemaType type, JsonElement value) =>
        ValueKinds.Takes(type, value)
        && (type is not BuiltinType { Kind: BuiltinKind.Int } || value.TryGetInt64(out _) || value.TryGetUInt64(out _));

    private static string NameOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => $"the number {value.GetRawText()}",
            _ => value.GetRawText(),
        };

    private static string NameOf(SchemaType type) =>
        type switch
        {
            ObjectType { IsEmpty: true, IsUnion: false } => "an empty object",
            ObjectType o
                when o.Members.Where(member => !member.Optional).Select(member => $"'{member.Name}'").ToArray()
                    is { Length: > 0 } mandatory => $"an object with {string.Join(", ", mandatory)}",
            ObjectType => "an object",
            ArrayType array => $"an array, whose items are each {NameOf(array.Item.Target)}",
            EnumType or BuiltinType { Kind: BuiltinKind.String } => "a string",
            BuiltinType { Kind: BuiltinKind.Int } => "an integer",
            BuiltinType { Kind: BuiltinKind.Bool } => "a boolean",
            BuiltinType { Kind: BuiltinKind.Null } => "null",
            BuiltinType { Kind: BuiltinKind.Number } => "a number",
            AlternateType alternate => string.Join(
                " or ",
                alternate.Branches.Select(branch => NameOf(branch.Type.Target))
            ),
            _ => "any value",
        };
}
