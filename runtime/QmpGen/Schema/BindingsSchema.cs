using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The schema of generated bindings, and what their types stand for.</summary>
internal sealed class BindingsSchema
{
    private readonly Dictionary<string, BindingsPart> _parts = new(StringComparer.Ordinal);
    private FeatureEnums? _featureEnums;

    public BindingsSchema(QmpCompiledSchema schema)
    {
        Releases = schema.Releases;
        Graph = CompiledSchemaReader.Read(schema.Source());
        foreach (TypeNode type in Graph.Types.Where(type => type.Name.Length > 0))
        {
            _parts.TryAdd(type.Name, new BindingsPart(type, type));
            if (type is ObjectNode union)
            {
                AddBranches(union, type.Name);
            }
        }

        foreach (CommandNode command in Graph.Commands)
        {
            _parts.TryAdd(command.TypeName, new BindingsPart(command, command.Arguments));
        }

        foreach (EventNode @event in Graph.Events)
        {
            _parts.TryAdd(@event.TypeName, new BindingsPart(@event, @event.Data));
        }
    }

    public SchemaGraph Graph { get; }

    /// <summary>The dumps, the oldest first.</summary>
    public IReadOnlyList<QmpCompiledRelease> Releases { get; }

    /// <summary>Finds the part of the schema that a generated type stands for.</summary>
    /// <param name="type">A generated type, or an enum of the features class.</param>
    /// <param name="client">The generated client.</param>
    public BindingsPart? FindPart(Type type, Type client)
    {
        if (type.Assembly != client.Assembly || type.Namespace != client.Namespace)
        {
            return null;
        }

        string className = FeatureNames.GetClassName(client.Name);
        if (type is { IsEnum: true, DeclaringType.Name: var outer } && outer == className)
        {
            return LazyInitializer
                .EnsureInitialized(ref _featureEnums, () => new FeatureEnums(Graph, className))
                .FindPart(type.Name);
        }

        int prefixLength = type.Namespace is { Length: var length } ? length + 1 : 0;
        return type.FullName is { } name ? _parts.GetValueOrDefault(name[prefixLength..]) : null;
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

    private void AddBranches(ObjectNode union, string unionName)
    {
        foreach (CaseNode @case in union.Cases)
        {
            string name = $"{unionName}+{@case.BranchName}";
            _parts.TryAdd(name, new BindingsPart(@case, @case.Type, union));
            if (@case.Type is { } nested)
            {
                AddBranches(nested, name);
            }
        }
    }
}
