using QmpGen.Generator.Names.Catalogue;

namespace QmpGen.Tool.Comparison;

/// <summary>Finds the differences between two schemas.</summary>
/// <remarks>
/// Each pair of types is compared once. A type with a single place is listed there, another one under its name.
/// </remarks>
internal sealed class SchemaComparer
{
    private readonly ComparedSchema _old;
    private readonly ComparedSchema _new;
    private readonly TypePairs _pairs;
    private readonly EntityComparer _comparer;
    private readonly List<QmpSchemaEntityChange> _entities = [];
    private readonly string? _separate;

    private SchemaComparer(ComparedSchema old, ComparedSchema @new, string? separate)
    {
        _old = old;
        _new = @new;
        _separate = separate;
        _pairs = TypePairs.Find(old, @new, separate);
        _comparer = new EntityComparer(old, @new, _pairs);
    }

    /// <summary>Compares two schemas.</summary>
    /// <param name="separate">A type to list under its name, even if it has a single place.</param>
    public static SchemaDifference Compare(ComparedSchema old, ComparedSchema @new, string? separate = null)
    {
        SchemaComparer comparer = new(old, @new, separate);
        comparer.CompareRoots(EntryKind.Command);
        comparer.CompareRoots(EntryKind.Event);
        comparer.CompareTypes();
        return new SchemaDifference(comparer._entities, comparer.Summarize());
    }

    private void CompareRoots(EntryKind kind)
    {
        IEnumerable<string> names = _old
            .Roots.Concat(_new.Roots)
            .Where(root => root.Kind == kind)
            .Select(root => root.Entity.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        foreach (string name in names)
        {
            QmpSchemaDirections directions =
                kind == EntryKind.Command ? QmpSchemaDirections.Both : QmpSchemaDirections.Received;
            Add(kind, name, null, directions, _old.FindRoot(kind, name), _new.FindRoot(kind, name));
        }
    }

    private void CompareTypes()
    {
        IEnumerable<(string Name, DumpNode? Old, DumpNode? New)> types = _old
            .Types.Select(old => (_old.GetName(old), (DumpNode?)old, _pairs.FindNew(old)))
            .Concat(
                _new.Types.Where(@new => _pairs.FindOld(@new) is null)
                    .Select(@new => (_new.GetName(@new), (DumpNode?)null, (DumpNode?)@new))
            );
        foreach (
            (string name, DumpNode? old, DumpNode? @new) in types
                .OrderBy(type => type.Name, StringComparer.Ordinal)
                .ThenBy(type => type.Old is null)
        )
        {
            CompareType(name, old, @new);
        }
    }

    private void CompareType(string name, DumpNode? old, DumpNode? @new)
    {
        if (old is null)
        {
            AddType(_new, @new!, name, null, @new);
        }
        else if (@new is null)
        {
            AddType(_old, old, name, old, null);
        }
        else if (!_pairs.IsNested(old))
        {
            QmpSchemaDirections directions = _old.GetDirections(old) & _new.GetDirections(@new);
            string newName = _new.FindQemuName(@new) ?? _old.GetName(old);
            Add(@new.Kind, newName, _new.FindPath(@new) ?? "", directions, old, @new);
        }
    }

    /// <summary>Adds a type that one schema has, unless it is listed as the arguments of a command.</summary>
    private void AddType(ComparedSchema schema, DumpNode type, string name, DumpNode? old, DumpNode? @new)
    {
        if (schema.FindUse(type) is not { IsArguments: true } || name == _separate)
        {
            Add(type.Kind, name, schema.FindPath(type) ?? "", schema.GetDirections(type), old, @new);
        }
    }

    private void Add(
        EntryKind entryKind,
        string name,
        string? place,
        QmpSchemaDirections directions,
        DumpNode? old,
        DumpNode? @new
    )
    {
        QmpSchemaEntityKind kind = ToEntityKind(entryKind);
        QmpSchemaEntityState state =
            old is null ? QmpSchemaEntityState.Added
            : @new is null ? QmpSchemaEntityState.Removed
            : QmpSchemaEntityState.Changed;
        IReadOnlyList<QmpSchemaChange> changes = _comparer.Compare(
            old,
            @new,
            state == QmpSchemaEntityState.Changed ? directions : QmpSchemaDirections.None
        );
        if (state != QmpSchemaEntityState.Changed || changes.Count > 0)
        {
            QmpSchemaSeverity severity =
                state == QmpSchemaEntityState.Changed
                    ? changes.Max(change => change.Severity)
                    : ChangeRules.ClassifyEntity(kind, state);
            _entities.Add(new QmpSchemaEntityChange(kind, name, state, place, directions, severity, changes));
        }
    }

    private DifferenceSummary Summarize()
    {
        DifferenceSummary summary = DifferenceSummary.FromEntities(_entities);
        int renamed = _old.Types.Count(old =>
            _pairs.FindNew(old) is { } @new && _pairs.FindRenaming(old, @new) is not null
        );
        return summary with
        {
            Types = summary.Types with
            {
                Removed = _old.Types.Count(old => _pairs.FindNew(old) is null) + renamed,
                Added = _new.Types.Count(@new => _pairs.FindOld(@new) is null) + renamed,
            },
            RenamedTypes = renamed,
        };
    }

    private static QmpSchemaEntityKind ToEntityKind(EntryKind kind) =>
        kind switch
        {
            EntryKind.Command => QmpSchemaEntityKind.Command,
            EntryKind.Event => QmpSchemaEntityKind.Event,
            EntryKind.Object => QmpSchemaEntityKind.Object,
            EntryKind.Enum => QmpSchemaEntityKind.Enum,
            _ => QmpSchemaEntityKind.Alternate,
        };
}
