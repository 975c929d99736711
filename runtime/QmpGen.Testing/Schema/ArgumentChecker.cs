using System.Globalization;
using System.Text.Json;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Testing.Requests;

namespace QmpGen.Testing.Schema;

/// <summary>Checks the arguments of a command like QEMU's input visitor, with the same order and error texts.</summary>
/// <remarks>
/// The visitor reads the members in the schema's order, then the branch of a union. Members that it has not read are
/// reported last.
/// </remarks>
/// <param name="metadata">The information that the dump does not contain: the widths of integers, and the names of
/// alternates for error texts. An integer of unknown width is accepted if it fits into 64 bits.</param>
/// <param name="rules">The rules of the version of QEMU.</param>
internal sealed class ArgumentChecker(Lazy<SchemaMetadata> metadata, RequestRules rules)
{
    /// <summary>Checks the arguments of a command.</summary>
    /// <exception cref="QmpTestErrorException">QEMU would reject the arguments.</exception>
    public void Check(SchemaCommand command, JsonElement arguments)
    {
        if (
            command.Arguments?.Target is not ObjectType type
            || (command.Name == "query-qmp-schema" && !rules.ChecksSchemaQuery)
        )
        {
            return;
        }

        if (type.IsUnion || !IsOpen(command.Name))
        {
            CheckObject(type, arguments, ArgumentPath.Root);
        }
        else if (
            command.Name == "object-add"
            && arguments.TryGetProperty("props", out JsonElement properties)
            && properties.ValueKind != JsonValueKind.Object
        )
        {
            throw CreateWrongType("props", "dict");
        }
        else if (
            type.Members.FirstOrDefault(member => !member.Optional && !IsKeptAsOption(arguments, member.Name)) is
            { } missing
        )
        {
            throw CreateMissing(ArgumentPath.Root.Append(missing.Name));
        }
    }

    /// <summary>Whether QEMU passes the arguments to the device or object (<c>'gen': false</c> in QAPI).</summary>
    /// <remarks>In later releases, <c>netdev_add</c> and <c>object-add</c> are ordinary commands. Their arguments are
    /// then a union in the dump.</remarks>
    private bool IsOpen(string command) =>
        command is "device_add" or "netdev_add" || (command == "object-add" && rules.OpensObjectAdd);

    /// <summary>Whether QEMU keeps a member as an option instead of silently ignoring it.</summary>
    private static bool IsKeptAsOption(JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    /// <param name="width">Returns the integer type at this path. In a list, that of the items.</param>
    private void CheckValue(SchemaType type, JsonElement value, ArgumentPath path, Func<IntegerType?> width)
    {
        switch (type)
        {
            case ObjectType when value.ValueKind != JsonValueKind.Object:
                throw CreateWrongType(path.Full, "object");
            case ObjectType o:
                CheckObject(o, value, path);
                break;
            case ArrayType array:
                CheckArray(array, value, path, width);
                break;
            case EnumType e:
                CheckEnum(e, value, path);
                break;
            case AlternateType alternate:
                CheckAlternate(alternate, value, path);
                break;
            case BuiltinType { Kind: BuiltinKind.Int }:
                CheckInteger(width(), value, path);
                break;
            case BuiltinType builtin when !JsonKinds.Accepts(builtin, value):
                throw CreateWrongType(path.Full, GetName(builtin.Kind));
        }
    }

    private void CheckObject(ObjectType type, JsonElement value, ArgumentPath path)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        CheckMembers(type, value, path, known);
        foreach (JsonProperty member in value.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            throw new QmpTestErrorException($"Parameter '{path.Append(member.Name).Full}' is unexpected");
        }
    }

    private void CheckMembers(ObjectType type, JsonElement value, ArgumentPath path, HashSet<string> known)
    {
        foreach (SchemaMember member in type.Members)
        {
            known.Add(member.Name);
            if (value.TryGetProperty(member.Name, out JsonElement found))
            {
                CheckValue(
                    member.Type.Target,
                    found,
                    path.Append(member.Name),
                    () => metadata.Value.FindInteger(type, member)
                );
            }
            else if (!member.Optional)
            {
                throw CreateMissing(path.Append(member.Name));
            }
        }

        if (
            type.Tag is { } tag
            && value.GetProperty(tag.Name).GetString() is { } text
            && type.Variants.FirstOrDefault(variant => variant.Case == text)?.Type.Target is ObjectType branch
        )
        {
            CheckMembers(branch, value, path, known);
        }
    }

    private void CheckArray(ArrayType type, JsonElement value, ArgumentPath path, Func<IntegerType?> width)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw CreateWrongType(path.Full, "array");
        }

        foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
        {
            CheckValue(type.Item.Target, item, path.Append(index), width);
        }
    }

    private void CheckEnum(EnumType type, JsonElement value, ArgumentPath path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw CreateWrongType(path.Full, "string");
        }

        if (type.Values.All(declared => declared.Name != value.GetString()))
        {
            throw new QmpTestErrorException(
                rules.NamesEnumMember
                    ? $"Parameter '{path.Name}' does not accept value '{value.GetString()}'"
                    : $"Invalid parameter '{value.GetString()}'"
            );
        }
    }

    private void CheckAlternate(AlternateType type, JsonElement value, ArgumentPath path)
    {
        SchemaBranch branch =
            type.Branches.FirstOrDefault(candidate => JsonKinds.Accepts(candidate.Type.Target, value))
            ?? throw CreateWrongType(path.Name, GetName(type));
        CheckValue(branch.Type.Target, value, path, () => metadata.Value.FindInteger(type, branch));
    }

    /// <summary>Checks an integer like QEMU, which accepts a negative number for an unsigned type.</summary>
    /// <remarks>QEMU treats a number beyond 64 bits as a fraction. If an unsigned integer is required, the error for
    /// any other value says that it is not a <c>uint64</c>.</remarks>
    private static void CheckInteger(IntegerType? width, JsonElement value, ArgumentPath path)
    {
        bool unsigned = width >= IntegerType.UInt8;
        Int128 largest = unsigned || width is null ? ulong.MaxValue : long.MaxValue;
        if (
            !Int128.TryParse(
                value.GetRawText(),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out Int128 number
            )
            || number < long.MinValue
            || number > largest
        )
        {
            throw unsigned
                ? CreateOutOfRange(path.Full, "uint64")
                : CreateWrongType(path.Full, GetName(BuiltinKind.Int));
        }

        if (width is { } narrow and not (IntegerType.Int64 or IntegerType.UInt64))
        {
            (decimal minimum, decimal maximum) = IntegerTypes.GetRange(narrow);
            if ((decimal)number < minimum || (decimal)number > maximum)
            {
                throw CreateOutOfRange(path.Name, $"{IntegerTypes.Format(narrow)}_t");
            }
        }
    }

    private static string GetName(BuiltinKind kind) =>
        kind switch
        {
            BuiltinKind.Int => "integer",
            BuiltinKind.Bool => "boolean",
            _ => kind.ToString().ToLowerInvariant(),
        };

    /// <summary>Returns the name of an alternate, or the kinds of its branches if the name is unknown.</summary>
    private string GetName(AlternateType type) =>
        metadata.Value.FindName(type)
        ?? string.Join(
            " or ",
            type.Branches.Select(branch =>
                branch.Type.Target switch
                {
                    ObjectType => "object",
                    ArrayType => "array",
                    BuiltinType builtin => GetName(builtin.Kind),
                    _ => "string",
                }
            )
        );

    private static QmpTestErrorException CreateMissing(ArgumentPath path) => new($"Parameter '{path.Full}' is missing");

    private static QmpTestErrorException CreateWrongType(string name, string expected) =>
        new($"Invalid parameter type for '{name}', expected: {expected}");

    private static QmpTestErrorException CreateOutOfRange(string name, string expected) =>
        new($"Parameter '{name}' expects {expected}");

    /// <summary>The place of a value in the arguments.</summary>
    /// <remarks>QEMU's errors contain the full path. Errors of enums and alternates contain only the last
    /// name.</remarks>
    private readonly record struct ArgumentPath(string Full, string Name)
    {
        public static ArgumentPath Root { get; } = new("", "");

        public ArgumentPath Append(string name) => new(Full.Length == 0 ? name : $"{Full}.{name}", name);

        public ArgumentPath Append(int index) =>
            new(string.Create(CultureInfo.InvariantCulture, $"{Full}[{index}]"), "null");
    }
}
