using System.Globalization;
using System.Text.Json;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Schema;

/// <summary>
/// Walks the arguments of a command beside the schema and refuses what QEMU's input visitor refuses, in its order and its words: members
/// in the schema's order, the branch of a union behind the common members, members that nobody has asked for at last.
/// </summary>
/// <remarks>The dump does not tell the widths of integers, so every integer that fits 64 bits passes.</remarks>
internal static class ArgumentChecker
{
    // QEMU executes these without its visitor ('gen': false in QAPI) and hands what the schema does not list to the device or object itself.
    // netdev_add and object-add became ordinary commands later; their dumps then show a union, by which they are told apart.
    private static readonly HashSet<string> s_openCommands = new(StringComparer.Ordinal) { "device_add", "netdev_add", "object-add" };

    /// <summary>Checks the arguments of a command.</summary>
    /// <exception cref="QmpTestErrorException">QEMU would refuse them.</exception>
    public static void Check(SchemaCommand command, JsonElement arguments)
    {
        if (command.Arguments?.Target is not ObjectType type)
            return;

        if (type.IsUnion || !s_openCommands.Contains(command.Name))
            CheckObject(type, arguments, Place.Root);
        else if (type.Members.FirstOrDefault(member => !member.Optional && !arguments.TryGetProperty(member.Name, out _)) is { } missing)
            throw Missing(Place.Root.Member(missing.Name));
    }

    private static void CheckValue(SchemaType type, JsonElement value, Place place)
    {
        switch (type)
        {
            case ObjectType when value.ValueKind != JsonValueKind.Object:
                throw WrongType(place.Path, "object");
            case ObjectType o:
                CheckObject(o, value, place);
                break;
            case ArrayType array:
                CheckArray(array, value, place);
                break;
            case EnumType e:
                CheckEnum(e, value, place);
                break;
            case AlternateType alternate:
                CheckAlternate(alternate, value, place);
                break;
            case BuiltinType builtin when !Fits(builtin.Kind, value):
                throw WrongType(place.Path, NameOf(builtin.Kind));
        }
    }

    private static void CheckObject(ObjectType type, JsonElement value, Place place)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        CheckMembers(type, value, place, known);
        foreach (JsonProperty member in value.EnumerateObject().Where(member => !known.Contains(member.Name)))
            throw new QmpTestErrorException($"Parameter '{place.Member(member.Name).Path}' is unexpected");
    }

    private static void CheckMembers(ObjectType type, JsonElement value, Place place, HashSet<string> known)
    {
        foreach (SchemaMember member in type.Members)
        {
            known.Add(member.Name);
            if (value.TryGetProperty(member.Name, out JsonElement found))
                CheckValue(member.Type.Target, found, place.Member(member.Name));
            else if (!member.Optional)
                throw Missing(place.Member(member.Name));
        }

        if (type.Tag is { } tag
            && value.GetProperty(tag.Name).GetString() is { } text
            && type.Variants.FirstOrDefault(variant => variant.Case == text)?.Type.Target is ObjectType branch)
        {
            CheckMembers(branch, value, place, known);
        }
    }

    private static void CheckArray(ArrayType type, JsonElement value, Place place)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw WrongType(place.Path, "array");

        foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
            CheckValue(type.Item.Target, item, place.Item(index));
    }

    private static void CheckEnum(EnumType type, JsonElement value, Place place)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw WrongType(place.Path, "string");

        if (type.Values.All(declared => declared.Name != value.GetString()))
            throw new QmpTestErrorException($"Parameter '{place.Name}' does not accept value '{value.GetString()}'");
    }

    private static void CheckAlternate(AlternateType type, JsonElement value, Place place)
    {
        SchemaType branch = type.Branches.Select(item => item.Type.Target).FirstOrDefault(candidate => Takes(candidate, value))
            ?? throw WrongType(place.Name, NameOf(type));
        CheckValue(branch, value, place);
    }

    /// <summary>Whether an alternate chooses this branch: it goes by the kind of the JSON value alone.</summary>
    private static bool Takes(SchemaType branch, JsonElement value) => branch switch
    {
        ObjectType => value.ValueKind == JsonValueKind.Object,
        ArrayType => value.ValueKind == JsonValueKind.Array,
        EnumType => value.ValueKind == JsonValueKind.String,
        BuiltinType builtin => Fits(builtin.Kind, value),
        _ => false,
    };

    private static bool Fits(BuiltinKind kind, JsonElement value) => kind switch
    {
        BuiltinKind.String => value.ValueKind == JsonValueKind.String,
        BuiltinKind.Bool => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        BuiltinKind.Null => value.ValueKind == JsonValueKind.Null,
        BuiltinKind.Number => value.ValueKind == JsonValueKind.Number,
        BuiltinKind.Int => value.ValueKind == JsonValueKind.Number
            && !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E')
            && (value.TryGetInt64(out _) || value.TryGetUInt64(out _)),
        _ => true,
    };

    private static string NameOf(BuiltinKind kind) => kind switch
    {
        BuiltinKind.Int => "integer",
        BuiltinKind.Bool => "boolean",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>QEMU says the alternate's name, such as <c>BlockdevRef</c>. Where the dump masks it by a number, its branches say more.</summary>
    private static string NameOf(AlternateType type) => char.IsAsciiDigit(type.Name[0])
        ? string.Join(" or ", type.Branches.Select(branch => branch.Type.Target switch
        {
            ObjectType => "object",
            ArrayType => "array",
            BuiltinType builtin => NameOf(builtin.Kind),
            _ => "string",
        }))
        : type.Name;

    private static QmpTestErrorException Missing(Place place) => new($"Parameter '{place.Path}' is missing");

    private static QmpTestErrorException WrongType(string name, string expected) => new($"Invalid parameter type for '{name}', expected: {expected}");

    /// <summary>Where a value stands. QEMU tells most faults with the whole path, those of enums and alternates with the last name only.</summary>
    private readonly record struct Place(string Path, string Name)
    {
        public static Place Root { get; } = new("", "");

        public Place Member(string name) => new(Path.Length == 0 ? name : $"{Path}.{name}", name);

        public Place Item(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"), "null");
    }
}
