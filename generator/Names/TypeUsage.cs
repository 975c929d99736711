using QmpGen.Generator.Schema;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator.Names;

/// <summary>How the types of a dump are used: sent or received, directly or as part of another type.</summary>
/// <remarks>A type that no command or event reaches is not used.</remarks>
internal sealed class TypeUsage
{
    private readonly HashSet<(string Type, bool Sent, bool Inline)> _visited = [];
    private readonly Dictionary<string, HashSet<string>> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _arguments;
    private readonly HashSet<string> _receivedItems = new(StringComparer.Ordinal);
    private readonly bool _bothDirections;
    private readonly ExcludedFeatures _excluded;

    /// <summary>Walks a dump from its commands and events.</summary>
    /// <param name="schema">The dump, or the selected part of it.</param>
    /// <param name="bothDirections">Whether every type is both read and written.</param>
    /// <param name="excluded">The features whose members and values are left out.</param>
    public TypeUsage(QmpSchema schema, bool bothDirections, ExcludedFeatures? excluded = null)
    {
        _excluded = excluded ?? ExcludedFeatures.None;
        _bothDirections = bothDirections;
        _arguments = new(
            schema
                .Commands.Select(command => command.Arguments?.Target)
                .OfType<ObjectType>()
                .Where(type => type.IsUnion)
                .Select(type => type.Name),
            StringComparer.Ordinal
        );

        // Sent types come first: a member that must be sent is not left out of received types either.
        Walk(schema, sent: true, bothDirections);
        Walk(schema, sent: false, bothDirections);
    }

    /// <summary>Gets whether the type is used other than as the arguments of a command or as a union branch.</summary>
    public bool IsStandalone(SchemaType type) => IsSent(type) || IsReceived(type);

    /// <summary>Gets whether the type is used, directly or as part of another type.</summary>
    public bool IsUsed(SchemaType type) =>
        IsStandalone(type) || _visited.Contains((type.Name, true, true)) || _visited.Contains((type.Name, false, true));

    /// <summary>Gets whether the type is written directly.</summary>
    public bool IsSent(SchemaType type) => _visited.Contains((type.Name, true, false));

    /// <summary>Gets whether the type is read directly.</summary>
    public bool IsReceived(SchemaType type) => _visited.Contains((type.Name, false, false));

    /// <summary>Gets whether the type is a union that is the whole of a command's arguments.</summary>
    public bool IsArgument(SchemaType type) => _arguments.Contains(type.Name);

    /// <summary>Gets whether the type needs a reader that can be used outside of a containing object.</summary>
    /// <remarks>In clients only unions and list items do; servers and tests read any type.</remarks>
    public bool NeedsOwnReader(SchemaType type) =>
        IsReceived(type)
        && (_bothDirections || type is ObjectType { IsUnion: true } || _receivedItems.Contains(type.Name));

    /// <summary>Gets whether a member is generated. Others are not sent, and ignored when received.</summary>
    public bool Includes(ObjectType owner, SchemaMember member) =>
        !_excluded.Matches(member.Features) || member == owner.Tag || (!member.Optional && IsSentAnywhere(owner));

    /// <summary>Gets whether a value is generated. Others, and their branches, are unknown when received.</summary>
    public bool Includes(EnumValue value) => !_excluded.Matches(value.Features);

    /// <summary>Gets the members that are generated, the tag of a union first.</summary>
    public IEnumerable<SchemaMember> GetMembers(ObjectType owner)
    {
        HashSet<string> met = new(StringComparer.Ordinal);
        return owner
            .Members.OrderBy(member => member.Name != owner.Tag?.Name)
            .Where(member => Includes(owner, member) && met.Add(member.Name));
    }

    /// <summary>Gets the values that are generated.</summary>
    public IEnumerable<EnumValue> GetValues(EnumType type)
    {
        HashSet<string> met = new(StringComparer.Ordinal);
        return type.Values.Where(value => Includes(value) && met.Add(value.Name));
    }

    private bool IsSentAnywhere(SchemaType type) => IsSent(type) || _visited.Contains((type.Name, true, true));

    private bool IncludesBranch(ObjectType union, SchemaVariant variant)
    {
        EnumType tag = (EnumType)union.Tag!.Type.Target;
        if (!_values.TryGetValue(tag.Name, out HashSet<string>? values))
        {
            values = new(tag.Values.Where(Includes).Select(value => value.Name), StringComparer.Ordinal);
            _values.Add(tag.Name, values);
        }

        return values.Contains(variant.Case);
    }

    private void Walk(QmpSchema schema, bool sent, bool bothDirections)
    {
        foreach (SchemaCommand command in schema.Commands)
        {
            if (sent || bothDirections)
            {
                VisitMembers(command.Arguments, sent);
            }

            if ((!sent || bothDirections) && command.ReturnType is { } result)
            {
                Visit(result, sent, inline: false);
            }
        }

        foreach (SchemaEvent @event in schema.Events)
        {
            if (!sent || bothDirections)
            {
                VisitMembers(@event.Data, sent);
            }
        }
    }

    private void VisitMembers(TypeReference? reference, bool sent)
    {
        if (reference?.Target is ObjectType members)
        {
            Visit(members, sent, inline: !members.IsUnion);
        }
    }

    private void Visit(SchemaType start, bool sent, bool inline)
    {
        Stack<(SchemaType Type, bool Inline)> rest = new([(start, inline)]);
        while (rest.Count > 0)
        {
            (SchemaType type, bool isInline) = rest.Pop();
            if (!_visited.Add((type.Name, sent, isInline)))
            {
                continue;
            }

            if (type is ArrayType && !sent)
            {
                _receivedItems.Add(ArrayType.Unwrap(type).Name);
            }

            foreach ((SchemaType Type, bool Inline) part in GetParts(type))
            {
                rest.Push(part);
            }
        }
    }

    /// <summary>Gets the types in a type. The branches of a union become part of it.</summary>
    private IEnumerable<(SchemaType Type, bool Inline)> GetParts(SchemaType type) =>
        type switch
        {
            ArrayType => ArrayType.Unwrap(type) is not ArrayType and var item ? [(item, false)] : [],
            AlternateType alternate => alternate.Branches.Select(branch => (branch.Type.Target, false)),
            ObjectType item =>
            [
                .. item.Members.Where(member => Includes(item, member)).Select(member => (member.Type.Target, false)),
                .. item
                    .Variants.Where(variant => IncludesBranch(item, variant))
                    .Select(variant => (variant.Type.Target, true)),
            ],
            _ => [],
        };
}
