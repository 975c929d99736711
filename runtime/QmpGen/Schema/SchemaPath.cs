namespace QmpGen;

/// <summary>Finds places in a schema by paths in the notation of libvirt.</summary>
/// <remarks>
/// <para>A path is a command or event, then parts separated by slashes: <c>arg-type</c> or <c>ret-type</c>, then
/// members by name. Lists are transparent, and each branch of an alternate is tried.</para>
/// <para><c>*member</c> requires that the member is optional. <c>+case</c> enters a case of a union. <c>^value</c>,
/// <c>$feature</c> and <c>!type</c> test an enum value, a feature and a JSON type, and end the path, except that
/// <c>$feature</c> can follow <c>^value</c>. A blank precedes a name that does not start with a letter.</para>
/// </remarks>
internal static class SchemaPath
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Gets whether a schema has a path.</summary>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public static bool Exists(SchemaGraph schema, string path)
    {
        string[] parts = path.Split('/');
        Validate(path, parts);
        ReadOnlySpan<string> rest = parts.AsSpan(1);
        return schema.FindCommand(parts[0]) is { } command ? ExistsInCommand(command, rest)
            : schema.FindEvent(parts[0]) is { } @event && ExistsInEvent(@event, rest);
    }

    private static void Validate(string path, string[] parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i];
            bool isName = part.Length > 0 && (Letters.Contains(part[0], StringComparison.Ordinal) || part.Length > 1);
            bool isTest = i > 0 && part.Length > 0 && part[0] is '^' or '$' or '!';
            bool isFeatureOfValue = part.StartsWith('^') && i == parts.Length - 2 && parts[i + 1].StartsWith('$');
            if (!isName)
            {
                throw CreateInvalid(path, $"'{part}' is not a name.");
            }

            if (isTest && i < parts.Length - 1 && !isFeatureOfValue)
            {
                throw CreateInvalid(path, $"'{part}' must be the last part.");
            }
        }
    }

    private static bool ExistsInCommand(CommandNode command, ReadOnlySpan<string> parts) =>
        parts.Length == 0
        || parts[0] switch
        {
            "arg-type" => Exists(command.Arguments, parts[1..]),
            "ret-type" => Exists(command.Result, parts[1..]),
            var part => HasFeature(command, part),
        };

    private static bool ExistsInEvent(EventNode @event, ReadOnlySpan<string> parts) =>
        parts.Length == 0
        || (parts[0] == "arg-type" ? Exists(@event.Data, parts[1..]) : HasFeature(@event, parts[0]));

    private static bool Exists(TypeNode? type, ReadOnlySpan<string> parts) =>
        type is not null
        && (
            parts.Length == 0
            || type.Unwrap() switch
            {
                ObjectNode item => ExistsInObject(item, parts),
                AlternateNode item => ExistsInAlternate(item, parts),
                EnumNode item => ExistsInEnum(item, parts),
                BuiltinNode item => parts[0] == $"!{item.JsonType}",
                _ => false,
            }
        );

    private static bool ExistsInObject(ObjectNode type, ReadOnlySpan<string> parts)
    {
        string part = parts[0];
        if (part[0] is '$')
        {
            return HasFeature(type, part);
        }

        if (part[0] is '+')
        {
            return type.FindCase(part[1..]) is { } branch
                && (parts.Length == 1 || Exists(branch.Type, parts[1..]));
        }

        bool hasPrefix = part[0] is '*' or ' ';
        return type.FindMember(hasPrefix ? part[1..] : part) is { } member
            && (part[0] is not '*' || member.Optional)
            && (IsFeatureOf(member, parts[1..]) || Exists(member.Type, parts[1..]));
    }

    private static bool ExistsInAlternate(AlternateNode type, ReadOnlySpan<string> parts)
    {
        if (HasFeature(type, parts[0]))
        {
            return true;
        }

        foreach (TypeNode branch in type.PlainBranches)
        {
            if (Exists(branch, parts))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ExistsInEnum(EnumNode type, ReadOnlySpan<string> parts) =>
        parts[0][0] is '^'
            ? type.FindValue(parts[0][1..]) is { } value && (parts.Length == 1 || HasFeature(value, parts[1]))
            : HasFeature(type, parts[0]);

    private static bool IsFeatureOf(SchemaNode node, ReadOnlySpan<string> parts) =>
        parts.Length == 1 && HasFeature(node, parts[0]);

    private static bool HasFeature(SchemaNode node, string part) =>
        part[0] is '$' && node.Features.Contains(part[1..]);

    private static ArgumentException CreateInvalid(string path, string reason) =>
        new(
            $"'{path}' is not a path in a schema. {reason} Example: 'blockdev-add/arg-type/+file/aio/^io_uring'.",
            nameof(path)
        );
}
