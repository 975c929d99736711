namespace QmpGen;

/// <summary>The enums of a generated features class, and what they stand for.</summary>
internal sealed class FeatureEnums
{
    private readonly Dictionary<string, BindingsPart> _parts = new(StringComparer.Ordinal);
    private readonly FeatureNames _names;

    /// <param name="schema">The schema of the bindings.</param>
    /// <param name="className">The name of the features class.</param>
    public FeatureEnums(SchemaGraph schema, string className)
    {
        TypeNode[] types = [.. schema.Types.Where(type => type.Name.Length > 0)];
        _names = new FeatureNames(className, types.Select(type => type.Name));
        foreach (TypeNode type in types)
        {
            _parts.TryAdd(type.Name, new BindingsPart(type, type));
        }

        foreach (CommandNode command in schema.Commands)
        {
            _parts.TryAdd(_names.ReserveCommand(command.TypeName), new BindingsPart(command, command.Arguments));
        }

        foreach (EventNode @event in schema.Events)
        {
            _parts.TryAdd(_names.ReserveEvent(@event.TypeName), new BindingsPart(@event, @event.Data));
        }

        foreach (ObjectNode union in types.OfType<ObjectNode>())
        {
            AddBranches(union, union.Name);
        }
    }

    /// <summary>Finds what an enum stands for.</summary>
    public BindingsPart? FindPart(string enumName) => _parts.GetValueOrDefault(enumName);

    private void AddBranches(ObjectNode union, string unionName)
    {
        foreach (CaseNode @case in union.Cases)
        {
            string name = _names.ReserveBranch(unionName, @case.BranchName);
            _parts.TryAdd(name, new BindingsPart(@case, @case.Type, union));
            if (@case.Type is { } nested)
            {
                AddBranches(nested, name);
            }
        }
    }
}
