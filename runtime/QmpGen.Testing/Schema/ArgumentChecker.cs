using System.Globalization;
using System.Text.Json;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Schema;

/// <summary>
/// Walks the arguments of a command beside the schema and refuses what QEMU's input visitor refuses, in its order and
/// its words: members
/// in the schema's order, the branch of a union behind the common members, members that nobody has asked for at last.
/// </summary>
/// <param name="facts">What is known beyond the dump: the widths of integers, and the names of alternates, which QEMU
/// says in its errors. An integer whose
/// width nobody knows passes if it fits 64 bits.</param>
internal sealed class ArgumentChecker(Lazy<SchemaMetadata> facts)
{
    // QEMU executes these without its visitor ('gen': false in QAPI) and hands what the schema does not list to the
    // device or object itself.
    // netdev_add and object-add became ordinary commands later; their dumps then show a union, by which they are told
    // apart.
    private static readonly HashSet<string> s_openCommands = new(StringComparer.Ordinal)
    {
        "device_add",
        "netdev_add",
        "object-add",
    };

    /// <summary>Checks the arguments of a command.</summary>
    /// <exception cref="QmpTestErrorException">QEMU would refuse them.</exception>
    public void Check(SchemaCommand command, JsonElement arguments)
    {
        if (command.Arguments?.Target is not ObjectType type)
        {
            return;
        }

        if (type.IsUnion || !s_openCommands.Contains(command.Name))
        {
            CheckObject(type, arguments, Place.Root);
        }
        else if (
            type.Members.FirstOrDefault(member => !member.Optional && !IsOption(arguments, member.Name)) is { } missing
        )
        {
            throw Missing(Place.Root.Member(missing.Name));
        }
    }

    /// <summary>Whether a member becomes one of the options that QEMU keeps as texts: those of any other kind are left
    /// out without a word.</summary>
    private static bool IsOption(JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    /// <param name="width">Tells the integer of the place; in a list, of its items.</param>
    private void CheckValue(SchemaType type, JsonElement value, Place place, Func<IntegerType?> width)
    {
        switch (type)
        {
            case ObjectType when value.ValueKind != JsonValueKind.Object:
                throw WrongType(place.Path, "object");
            case ObjectType o:
                CheckObject(o, value, place);
                break;
            case ArrayType array:
                CheckArray(array, value, place, width);
                break;
            case EnumType e:
                CheckEnum(e, value, place);
                break;
            case AlternateType alternate:
                CheckAlternate(alternate, value, place);
                break;
            case BuiltinType { Kind: BuiltinKind.Int }:
                CheckInteger(width(), value, place);
                break;
            case BuiltinType builtin when !ValueKinds.Takes(builtin, value):
                throw WrongType(place.Path, NameOf(builtin.Kind));
        }
    }

    private void CheckObject(ObjectType type, JsonElement value, Place place)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        CheckMembers(type, value, place, known);
        foreach (JsonProperty member in value.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            throw new QmpTestErrorException($"Parameter '{place.Member(member.Name).Path}' is unexpected");
        }
    }

    private void CheckMembers(ObjectType type, JsonElement value, Place place, HashSet<string> known)
    {
        foreach (SchemaMember member in type.Members)
        {
            known.Add(member.Name);
            if (value.TryGetProperty(member.Name, out JsonElement found))
            {
                CheckValue(
                    member.Type.Target,
                    found,
                    place.Member(member.Name),
                    () => facts.Value.IntegerOf(type, member)
                );
            }
            else if (!member.Optional)
            {
                throw Missing(place.Member(member.Name));
            }
        }

        if (
            type.Tag is { } tag
            && value.GetProperty(tag.Name).GetString() is { } text
            && type.Variants.FirstOrDefault(variant => variant.Case == text)?.Type.Target is ObjectType branch
        )
        {
            CheckMembers(branch, value, place, known);
        }
    }

    private void CheckArray(ArrayType type, JsonElement value, Place place, Func<IntegerType?> width)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw WrongType(place.Path, "array");
        }

        foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
        {
            CheckValue(type.Item.Target, item, place.Item(index), width);
        }
    }

    private static void CheckEnum(EnumType type, JsonElement value, Place place)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw WrongType(place.Path, "string");
        }

        if (type.Values.All(declared => declared.Name != value.GetString()))
        {
            throw new QmpTestErrorException($"Parameter '{place.Name}' does not accept value '{value.GetString()}'");
        }
    }

    private void CheckAlternate(AlternateType type, JsonElement value, Place place)
    {
        SchemaBranch branch =
            type.Branches.FirstOrDefault(candidate => ValueKinds.Takes(candidate.Type.Target, value))
            ?? throw WrongType(place.Name, NameOf(type));
        CheckValue(branch.Type.Target, value, place, () => facts.Value.IntegerOf(type, branch));
    }

    /// <summary>Checks an integer. QEMU takes what does not fit 64 bits for a number with a fraction, reads a negative
    /// one as unsigned where that is wanted, and
    /// then says <c>uint64</c> for whatever else it finds there.</summary>
    private static void CheckInteger(IntegerType? width, JsonElement value, Place place)
    {
        bool unsigned = width >= IntegerType.UInt8;
        Int128 widest = unsigned || width is null ? ulong.MaxValue : long.MaxValue;
        if (
            !Int128.TryParse(
                value.GetRawText(),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out Int128 number
            )
            || number < long.MinValue
            || number > widest
        )
        {
            throw unsigned ? OutOfRange(place.Path, "uint64") : WrongType(place.Path, NameOf(BuiltinKind.Int));
        }

        (Int128 least, Int128 most) = width switch
        {
            IntegerType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            IntegerType.Int16 => (short.MinValue, short.MaxValue),
            IntegerType.Int32 => (int.MinValue, int.MaxValue),
            IntegerType.UInt8 => (byte.MinValue, byte.MaxValue),
            IntegerType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            IntegerType.UInt32 => (uint.MinValue, uint.MaxValue),
            _ => (long.MinValue, widest),
        };
        if (number < least || number > most)
        {
            throw OutOfRange(place.Name, $"{width.ToString()!.ToLowerInvariant()}_t");
        }
    }

    private static string NameOf(BuiltinKind kind) =>
        kind switch
        {
            BuiltinKind.Int => "integer",
            BuiltinKind.Bool => "boolean",
            _ => kind.ToString().ToLowerInvariant(),
        };

    /// <summary>QEMU says the alternate's name, such as <c>BlockdevRef</c>. Where nobody knows it, its branches say
    /// more.</summary>
    private string NameOf(AlternateType type) =>
        facts.Value.NameOf(type)
        ?? string.Join(
            " or ",
            type.Branches.Select(branch =>
                branch.Type.Target switch
                {
                    ObjectType => "object",
                    ArrayType => "array",
                    BuiltinType builtin => NameOf(builtin.Kind),
                    _ => "string",
                }
            )
        );

    private static QmpTestErrorException Missing(Place place) => new($"Parameter '{place.Path}' is missing");

    private static QmpTestErrorException WrongType(string name, string expected) =>
        new($"Invalid parameter type for '{name}', expected: {expected}");

    private static QmpTestErrorException OutOfRange(string name, string expected) =>
        new($"Parameter '{name}' expects {expected}");

    /// <summary>Where a value stands. QEMU tells most faults with the whole path, those of enums and alternates with
    /// the last name only.</summary>
    private readonly record struct Place(string Path, string Name)
    {
        public static Place Root { get; } = new("", "");

        public Place Member(string name) => new(Path.Length == 0 ? name : $"{Path}.{name}", name);

        public Place Item(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"), "null");
    }
}
