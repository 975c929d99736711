using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The schema of generated bindings, and what their types stand for.</summary>
internal sealed class BindingsSchema
{
    private readonly Dictionary<string, BindingsPart> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BindingsPart> _featureEnums = new(StringComparer.Ordinal);

    public BindingsSchema(QmpCompiledSchema schema)
    {
        Releases = schema.Releases;
        Graph = CompiledSchemaReader.Read(schema.Source());
        AddTypes();
        AddCommandsAndEvents();
    }

    public SchemaGraph Graph { get; }

    /// <summary>The dumps, the oldest first.</summary>
    public IReadOnlyList<QmpCompiledRelease> Releases { get; }

    /// <summary>Finds the part of the schema that a generated type stands for.</summary>
    /// <param name="type">A generated type, or an enum of a features class.</param>
    public BindingsPart? FindPart(Type type)
    {
        int prefixLength = type.Namespace is { Length: var length } ? length + 1 : 0;
        return type.FullName is not { } name ? null
            : type is { IsEnum: true, DeclaringType: not null } ? _featureEnums.GetValueOrDefault(type.Name)
            : _parts.GetValueOrDefault(name[prefixLength..]);
    }

    /// <summary>Gets the labels of the releases that have a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="container">The type, command or event that has the node, if it is a part of one.</param>
    public string FormatReleases(SchemaNode node, SchemaNode? container = null) =>
        string.Join(
            ", ",
            (node.Releases ?? container?.Releases)?.Select(index => Releases[index].Label)
                ?? Releases.Select(release => release.Label)
        );

    /// <summary>Gets the releases by index that lack a node, or null if all that have its container have it.</summary>
    public IReadOnlyList<int>? FindReleasesWithout(SchemaNode node) =>
        node.Releases is { } releases ? [.. Enumerable.Range(0, Releases.Count).Except(releases)] : null;

    private void AddTypes()
    {
        foreach (TypeNode type in Graph.Types.Where(type => type.Name.Length > 0))
        {
            Add(type.Name, new BindingsPart(type, type));
            if (type is ObjectNode union)
            {
                AddCases(union, type.Name);
            }
        }
    }

    private void AddCases(ObjectNode union, string unionName)
    {
        foreach (CaseNode @case in union.Cases.Where(@case => @case.BranchName.Length > 0))
        {
            string name = $"{unionName}+{@case.BranchName}";
            Add(name, new BindingsPart(@case, @case.Type, union));
            if (@case.Type is { } nested)
            {
                AddCases(nested, name);
            }
        }
    }

    private void AddCommandsAndEvents()
    {
        foreach (CommandNode command in Graph.Commands)
        {
            AddRecord(command.TypeName, "Command", new BindingsPart(command, command.Arguments));
        }

        foreach (EventNode @event in Graph.Events)
        {
            AddRecord(@event.TypeName, "Event", new BindingsPart(@event, @event.Data));
        }
    }

    private void Add(string name, BindingsPart part)
    {
        _parts.TryAdd(name, part);
        _featureEnums.TryAdd(name.Replace("+", "", StringComparison.Ordinal), part);
    }

    private void AddRecord(string name, string suffix, BindingsPart part)
    {
        _parts.TryAdd(name, part);
        string shortName = name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
        _featureEnums.TryAdd(_featureEnums.ContainsKey(shortName) ? name : shortName, part);
    }
}

/// <summary>What a generated type stands for.</summary>
/// <param name="Node">The command, event, type or case.</param>
/// <param name="Content">The type that has the members or values, or null.</param>
/// <param name="Union">The union of a case, otherwise null.</param>
internal sealed record BindingsPart(SchemaNode Node, TypeNode? Content, ObjectNode? Union = null);
