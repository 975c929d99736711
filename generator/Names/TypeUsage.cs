using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>Where the types of a dump are used: sent, received, by themselves or as part of another. Types that nothing reaches are left out.</summary>
internal sealed class TypeUsage
{
    /// <summary>QAPI has no arrays of arrays; a dump that has them is read to this depth.</summary>
    public const int MaxArrayDepth = 4;

    private readonly HashSet<(string Type, bool Sent, bool Inline)> _visited = [];
    private readonly HashSet<string> _arguments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _receivedItems = new(StringComparer.Ordinal);

    /// <summary>Walks a dump from its commands and events.</summary>
    /// <param name="schema">The dump.</param>
    /// <param name="bothDirections">Whether everything is to be both read and written.</param>
    public TypeUsage(QmpSchema schema, bool bothDirections)
    {
        foreach (SchemaCommand command in schema.Commands)
        {
            VisitArguments(command.Arguments, sent: true, bothDirections);
            VisitAnswer(command.Answer, bothDirections);
        }

        foreach (SchemaEvent @event in schema.Events)
        {
            VisitArguments(@event.Data, sent: false, bothDirections);
        }
    }

    /// <summary>Whether the type is used by itself, rather than only as the arguments of a command or as a branch of a union.</summary>
    public bool IsStandalone(SchemaType type) => IsSent(type) || IsReceived(type);

    /// <summary>Whether the type is used at all, be it as a part of another.</summary>
    public bool IsUsed(SchemaType type) => IsStandalone(type) || _visited.Contains((type.Name, true, true)) || _visited.Contains((type.Name, false, true));

    /// <summary>Whether the type by itself is written.</summary>
    public bool IsSent(SchemaType type) => _visited.Contains((type.Name, true, false));

    /// <summary>Whether the type by itself is read.</summary>
    public bool IsReceived(SchemaType type) => _visited.Contains((type.Name, false, false));

    /// <summary>Whether a command takes the union whole, so that it carries the command's extra members.</summary>
    public bool IsArgument(SchemaType type) => _arguments.Contains(type.Name);

    /// <summary>Whether lists of the type are read.</summary>
    public bool IsReceivedItem(SchemaType type) => _receivedItems.Contains(type.Name);

    private void VisitArguments(TypeReference? reference, bool sent, bool bothDirections)
    {
        if (reference?.Target is not ObjectType arguments)
        {
            return;
        }

        if (sent && arguments.IsUnion)
        {
            _arguments.Add(arguments.Name);
        }

        Visit(arguments, sent, inline: !arguments.IsUnion);
        if (bothDirections)
        {
            Visit(arguments, !sent, inline: !arguments.IsUnion);
        }
    }

    private void VisitAnswer(SchemaType? answer, bool bothDirections)
    {
        if (answer is null)
        {
            return;
        }

        Visit(answer, sent: false, inline: false);
        if (bothDirections)
        {
            Visit(answer, sent: true, inline: false);
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
    private static IEnumerable<(SchemaType Type, bool Inline)> PartsOf(SchemaType type) => type switch
    {
        ArrayType array => [(array.Item.Target, false)],
        AlternateType alternate => alternate.Branches.Select(branch => (branch.Type.Target, false)),
        ObjectType item =>
        [
            .. item.Members.Select(member => (member.Type.Target, false)),
            .. item.Variants.Select(variant => (variant.Type.Target, true)),
        ],
        _ => [],
    };
}
