using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>Reads a schema file.</summary>
/// <remarks>
/// Newer versions of QEMU add to the format: unknown members are ignored, and an unknown meta-type is a warning.
/// Broken entities are reported and left out, so that the rest stays usable.
/// </remarks>
internal sealed class SchemaReader
{
    private readonly Dictionary<string, SchemaEntity> _entities = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private readonly List<TypeReference> _references = [];
    private readonly List<Problem> _problems = [];

    private SchemaReader() { }

    /// <summary>Reads a schema file.</summary>
    /// <returns>Null, and the reason, if the file does not contain a schema.</returns>
    public static Result<QmpSchema?> Read(SourceFile file, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<JsonNode> values = JsonScanner.ReadAll(file, cancellationToken);
            if (SchemaDocument.FindDump(values) is not { } dump)
            {
                return new Result<QmpSchema?>(null, SchemaDocument.ExplainMissingDump(file, values));
            }

            (QmpSchema schema, EquatableArray<Problem> problems) = Read(dump, cancellationToken);
            return new Result<QmpSchema?>(
                schema with
                {
                    QemuVersion = SchemaDocument.FindVersion(values),
                    Package = SchemaDocument.FindPackage(values),
                },
                problems
            );
        }
        catch (InputException e)
        {
            return new Result<QmpSchema?>(null, e.ToProblem(DiagnosticRules.NotJson));
        }
    }

    /// <summary>Reads the array of entities.</summary>
    public static Result<QmpSchema> Read(JsonNode dump, CancellationToken cancellationToken)
    {
        SchemaReader reader = new();
        QmpSchema schema = reader.ReadDump(dump, cancellationToken);
        return new Result<QmpSchema>(schema, [.. reader._problems]);
    }

    private QmpSchema ReadDump(JsonNode dump, CancellationToken cancellationToken)
    {
        foreach (JsonNode node in dump.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(node);
        }

        CheckUnions();
        ResolveReferences();
        SchemaCommand[] commands = [.. _entities.Values.OfType<SchemaCommand>()];
        SchemaEvent[] events = [.. _entities.Values.OfType<SchemaEvent>()];
        CheckArguments(commands.Select(command => (command.Name, command.Arguments)));
        CheckArguments(events.Select(@event => (@event.Name, @event.Data)));
        return new QmpSchema(
            commands,
            events,
            _entities.Values.OfType<SchemaType>().ToDictionary(type => type.Name, StringComparer.Ordinal),
            _references,
            QemuVersion: null,
            dump.Span
        );
    }

    private void Add(JsonNode node)
    {
        string name = "";
        int references = _references.Count;
        try
        {
            name = EntityParser.ParseName(node);
            SchemaEntity? entity = EntityParser.Parse(name, node, CreateReference);
            if (entity is not null && !_entities.ContainsKey(name))
            {
                _entities.Add(name, entity);
                return;
            }

            ReportLeftOut(name, node, isKnown: entity is not null);
        }
        catch (InputException e)
        {
            _leftOut.Add(name);
            _problems.Add(e.ToProblem(DiagnosticRules.InvalidEntity));
        }

        // The references of an entity that is left out do not matter.
        _references.RemoveRange(references, _references.Count - references);
    }

    private void ReportLeftOut(string name, JsonNode node, bool isKnown)
    {
        if (isKnown)
        {
            Report(DiagnosticRules.DuplicateEntity, node["name"]!.Span, name);
            return;
        }

        JsonNode metaType = node["meta-type"]!;
        bool isBuiltin = metaType.Text == "builtin";
        JsonNode unknown = isBuiltin ? node["json-type"]! : metaType;
        _leftOut.Add(name);
        Report(
            isBuiltin ? DiagnosticRules.UnknownBuiltin : DiagnosticRules.UnknownMetaType,
            unknown.Span,
            name,
            NameRules.Format(unknown.Text)
        );
    }

    private TypeReference CreateReference(string name, SourceSpan span)
    {
        TypeReference reference = new(name, span);
        _references.Add(reference);
        return reference;
    }

    private void CheckUnions()
    {
        UnionRules rules = new(Find);
        UnionNesting nesting = new(Find, ReduceNested);
        foreach (ObjectType union in FindUnions())
        {
            if (rules.FindViolation(union) is not { } violation)
            {
                continue;
            }

            // A tag type that is missing is reported by ResolveReferences.
            if (Find(union.Tag!.Type.Name) is not null)
            {
                Report(DiagnosticRules.InvalidUnion, violation.Span, union.Name, violation.Reason);
            }

            _entities[union.Name] = union.WithoutBranches();
        }

        foreach (ObjectType union in FindUnions())
        {
            nesting.Check(union);
        }
    }

    private List<ObjectType> FindUnions() => [.. _entities.Values.OfType<ObjectType>().Where(type => type.IsUnion)];

    private void ReduceNested(NestingViolation violation)
    {
        ObjectType union = violation.Union;
        _entities[union.Name] = union.WithoutBranches();
        if (violation.Recursion is { } variant)
        {
            string reason = $"the case '{variant.Case}' contains the union itself";
            Report(DiagnosticRules.InvalidUnion, variant.Span, union.Name, reason);
        }
        else
        {
            Report(
                DiagnosticRules.LimitExceeded,
                union.Span,
                $"The union '{union.Name}'",
                $"it has {violation.Levels} levels of unions, but the limit is {SchemaBounds.UnionDepth}",
                "Only its common members are generated."
            );
        }
    }

    private void ResolveReferences()
    {
        // A missing type may be an entity that was left out because it does not have a name.
        bool hasNameless = _leftOut.Contains("");
        foreach (TypeReference reference in _references)
        {
            SchemaType? type = Find(reference.Name);
            reference.Resolve(type);

            // Each missing type is reported once, and not if its entity has been reported.
            if (type is null && _leftOut.Add(reference.Name) && !hasNameless)
            {
                Report(DiagnosticRules.MissingType, reference.Span, NameRules.Format(reference.Name));
            }
        }
    }

    private SchemaType? Find(string name) =>
        _entities.TryGetValue(name, out SchemaEntity? entity) ? entity as SchemaType : null;

    private void CheckArguments(IEnumerable<(string Name, TypeReference? Type)> entities)
    {
        foreach ((string name, TypeReference? type) in entities)
        {
            if (type is { Target: not ObjectType, IsDangling: false })
            {
                Report(DiagnosticRules.NonObjectArguments, type.Span, name, type.Name);
            }
        }
    }

    private void Report(DiagnosticRule rule, SourceSpan span, params string[] arguments) =>
        _problems.Add(new Problem(rule, span.ToLocation(), [.. arguments]));
}
