using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>
/// Reads a schema file. QEMU grows every four months: members that we do not know are skipped, a meta-type that we do
/// not know is a warning.
/// What is broken is reported and left out, so that the rest still works.
/// </summary>
internal sealed class SchemaReader
{
    private readonly Dictionary<string, SchemaEntity> _entities = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private readonly List<TypeReference> _references = [];
    private readonly List<SchemaProblem> _problems = [];

    private SchemaReader() { }

    /// <summary>Reads the text of a schema file.</summary>
    /// <returns>Null where there is no schema in it; the problems say why.</returns>
    public static QmpSchema? Read(
        string text,
        out IReadOnlyList<SchemaProblem> problems,
        CancellationToken cancellationToken
    )
    {
        SchemaReader reader = new();
        problems = reader._problems;
        try
        {
            IReadOnlyList<JsonNode> values = JsonScanner.ReadAll(text, cancellationToken);
            if (SchemaDocument.FindDump(values) is { } dump)
            {
                return reader.ReadDump(dump, SchemaDocument.FindVersion(values), cancellationToken);
            }

            reader._problems.Add(SchemaDocument.WhyNone(values));
        }
        catch (JsonSyntaxException e)
        {
            reader._problems.Add(new SchemaProblem(Rules.NotJson, e.Position, e.Position, e.Message));
        }

        return null;
    }

    /// <summary>Reads a parsed dump.</summary>
    public static QmpSchema Read(
        JsonNode dump,
        out IReadOnlyList<SchemaProblem> problems,
        CancellationToken cancellationToken
    )
    {
        SchemaReader reader = new();
        problems = reader._problems;
        return reader.ReadDump(dump, qemuVersion: null, cancellationToken);
    }

    private QmpSchema ReadDump(JsonNode dump, string? qemuVersion, CancellationToken cancellationToken)
    {
        foreach (JsonNode node in dump.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(node);
        }

        CheckUnions();
        ResolveReferences();
        CheckArguments(_entities.Values.OfType<SchemaCommand>().Select(command => (command.Name, command.Arguments)));
        CheckArguments(_entities.Values.OfType<SchemaEvent>().Select(@event => (@event.Name, @event.Data)));
        Dictionary<string, SchemaType> types = _entities
            .Values.OfType<SchemaType>()
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
        return new QmpSchema(
            [.. _entities.Values.OfType<SchemaCommand>()],
            [.. _entities.Values.OfType<SchemaEvent>()],
            types,
            qemuVersion
        );
    }

    private void Add(JsonNode node)
    {
        string name = "";
        int references = _references.Count;
        try
        {
            name = EntityParser.NameOf(node);
            SchemaEntity? entity = EntityParser.Parse(name, node, Reference);
            if (entity is not null && !_entities.ContainsKey(name))
            {
                _entities.Add(name, entity);
                return;
            }

            ReportLeftOut(name, node, isKnown: entity is not null);
        }
        catch (BrokenEntityException e)
        {
            _leftOut.Add(name);
            Report(Rules.BrokenEntity, e.Node, e.Message);
        }

        // What an entity that is left out refers to may be missing.
        _references.RemoveRange(references, _references.Count - references);
    }

    private void ReportLeftOut(string name, JsonNode node, bool isKnown)
    {
        if (isKnown)
        {
            Report(Rules.DuplicateEntity, node["name"]!, name);
            return;
        }

        JsonNode metaType = node["meta-type"]!;
        bool isBuiltin = metaType.Text == "builtin";
        JsonNode unknown = isBuiltin ? node["json-type"]! : metaType;
        _leftOut.Add(name);
        Report(isBuiltin ? Rules.UnknownBuiltin : Rules.UnknownMetaType, unknown, name, unknown.Text);
    }

    private TypeReference Reference(string name, JsonNode node)
    {
        TypeReference reference = new(name, node);
        _references.Add(reference);
        return reference;
    }

    private void CheckUnions()
    {
        foreach (ObjectType union in _entities.Values.OfType<ObjectType>().Where(type => type.IsUnion).ToList())
        {
            if (UnionRules.FindFault(union, Find) is not { } fault)
            {
                continue;
            }

            // What the schema lacks has its own message.
            if (Find(union.Tag!.Type.Name) is not null)
            {
                Report(Rules.BrokenUnion, fault.Node, union.Name, fault.Text);
            }

            _entities[union.Name] = union with { Tag = null, Variants = [] };
        }
    }

    private void ResolveReferences()
    {
        // An entity that has lost its name may be the one that is missing.
        bool hasNameless = _leftOut.Contains("");
        foreach (TypeReference reference in _references)
        {
            SchemaType? type = Find(reference.Name);
            reference.Resolve(type);

            // The entity that was left out has its own message, and what is missing one at the first place that refers
            // to it.
            if (type is null && _leftOut.Add(reference.Name) && !hasNameless)
            {
                Report(Rules.UnknownType, reference.Node, reference.Name);
            }
        }
    }

    private SchemaType? Find(string name) =>
        _entities.TryGetValue(name, out SchemaEntity? entity) ? entity as SchemaType : null;

    private void CheckArguments(IEnumerable<(string Name, TypeReference? Type)> entities)
    {
        foreach ((string name, TypeReference? type) in entities)
        {
            // What is unknown has its own message.
            if (type is { Target: not ObjectType, IsDangling: false })
            {
                Report(Rules.NoArguments, type.Node, name, type.Name);
            }
        }
    }

    private void Report(string rule, JsonNode node, params string[] arguments) =>
        _problems.Add(new SchemaProblem(rule, node, arguments));
}
