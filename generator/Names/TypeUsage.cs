using QmpGen.Generator.Schema;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator.Names;

/// <summary>Where the types of a dump are used: sent, received, by themselves or as part of another. Types that nothing
/// reaches are left out.</summary>
internal sealed class TypeUsage
{
    private readonly HashSet<(string Type, bool Sent, bool Inline)> _visited = [];
    private readonly HashSet<string> _arguments;
    private readonly HashSet<string> _receivedItems = new(StringComparer.Ordinal);
    private readonly bool _bothDirections;
    private readonly Omission _omission;

    /// <summary>Walks a dump from its commands and events.</summary>
    /// <param name="schema">The dump, or what is selected of it.</param>
    /// <param name="bothDirections">Whether everything is to be both read and written.</param>
    /// <param name="omission">What is left out of the types.</param>
    public TypeUsage(QmpSchema schema, bool bothDirections, Omission? omission = null)
    {
        _omission = omission ?? Omission.None;
        _bothDirections = bothDirections;
        _arguments = new(
            schema
                .Commands.Select(command => command.Arguments?.Target)
                .OfType<ObjectType>()
                .Where(type => type.IsUnion)
                .Select(type => type.Name),
            StringComparer.Ordinal
        );

        // What is sent comes first, since what it must contain is not left out where it is received either.
        Walk(schema, sent: true, bothDirections);
        Walk(schema, sent: false, bothDirections);
    }

    /// <summary>Whether the type is used by itself, rather than only as the arguments of a command or as a branch of a
    /// union.</summary>
    public bool IsStandalone(SchemaType type) => IsSent(type) || IsReceived(type);

    /// <summary>Whether the type is used at all, be it as a part of another.</summary>
    public bool IsUsed(SchemaType type) =>
        IsStandalone(type) || _visited.Contains((type.Name, true, true)) || _visited.Contains((type.Name, false, true));

    /// <summary>Whether the type by itself is written.</summary>
    public bool IsSent(SchemaType type) => _visited.Contains((type.Name, true, false));

    /// <summary>Whether the type by itself is read.</summary>
    public bool IsReceived(SchemaType type) => _visited.Contains((type.Name, false, false));

    /// <summary>Whether a command takes the union whole, so that it carries the command's extra members.</summary>
    public bool IsArgument(SchemaType type) => _arguments.Contains(type.Name);

    /// <summary>Whether the type is read by itself, rather than only as a member: by servers and tests anything may be,
    /// otherwise unions and the items of lists.</summary>
    public bool IsReadByItself(SchemaType type) =>
        IsReceived(type)
        && (_bothDirections || type is ObjectType { IsUnion: true } || _receivedItems.Contains(type.Name));

    /// <summary>Whether a member is there. One that is left out is not sent, and skipped when it is received.</summary>
    public bool Has(ObjectType owner, SchemaMember member) =>
        !_omission.Omits(member.Features) || member == owner.Tag || (!member.Optional && IsSentAnywhere(owner));

    /// <summary>Whether a value is there. One that is left out is, like a branch of it, unknown when it is
    /// received.</summary>
    public bool Has(EnumValue value) => !_omission.Omits(value.Features);

    private bool IsSentAnywhere(SchemaType type) => IsSent(type) || _visited.Contains((type.Name, true, true));

    private bool HasBranch(ObjectType union, SchemaVariant variant) =>
        ((EnumType)union.Tag!.Type.Target).Values.Any(value => value.Name == variant.Case && Has(value));

    private void Walk(QmpSchema schema, bool sent, bool bothDirections)
    {
        foreach (SchemaCommand command in schema.Commands)
        {
            if (sent || bothDirections)
            {
                VisitMembers(command.Arguments, sent);
            }

            if ((!sent || bothDirections) && command.Answer is { } answer)
            {
                Visit(answer, sent, inline: false);
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

            if (type is ArrayType { Item.Target: var item } && !sent)
            {
                _receivedItems.Add(item.Name);
            }

            foreach ((SchemaType Type, bool Inline) part in PartsOf(type))
            {
                rest.Push(part);
            }
        }
    }

    /// <summary>The types that a type is made of; the branches of a union become part of it.</summary>
    private IEnumerable<(SchemaType Type, bool Inline)> PartsOf(SchemaType type) =>
        type switch
        {
            ArrayType array => [(array.Item.Target, false)],
            AlternateType alternate => alternate.Branches.Select(branch => (branch.Type.Target, false)),
            ObjectType item =>
            [
                .. item.Members.Where(member => Has(item, member)).Select(member => (member.Type.Target, false)),
                .. item
                    .Variants.Where(variant => HasBranch(item, variant))
                    .Select(variant => (variant.Type.Target, true)),
            ],
            _ => [],
        };
}
