namespace QmpGen;

/// <summary>Lists the differences in pairs as changes of commands, events and types.</summary>
/// <param name="bindings">The bindings.</param>
/// <param name="pairs">The pairs of types.</param>
/// <param name="version">The version of the server.</param>
internal sealed class PairChangeList(BindingsSchema bindings, SchemaPairs pairs, QmpVersion version)
{
    // Paths of bounded length keep the text linear in the size of the schemas.
    private const int MaxNesting = 8;

    private readonly IReadOnlyList<int> _sameVersion =
    [
        .. Enumerable
            .Range(0, bindings.Releases.Count)
            .Where(index => bindings.Releases.Count > 1 && bindings.Releases[index].CanBe(version)),
    ];

    private readonly List<QmpSchemaEntityChange> _entities = [];
    private readonly HashSet<NodePair> _types = [];
    private readonly Queue<NodePair> _pendingTypes = [];

    public IReadOnlyList<QmpSchemaEntityChange> Entities => _entities;

    /// <summary>Adds a command or event that one of the schemas has.</summary>
    public void AddOneSided(QmpSchemaEntityKind kind, string name, QmpSchemaEntityState state, SchemaNode? old = null)
    {
        IReadOnlyList<int>? releases = old is null ? null : bindings.FindReleasesWithout(old);
        _entities.Add(
            new QmpSchemaEntityChange(
                kind,
                name,
                state,
                Place: null,
                kind == QmpSchemaEntityKind.Command ? QmpSchemaDirections.Both : QmpSchemaDirections.Received,
                releases is null ? ChangeRules.ClassifyEntity(kind, state) : QmpSchemaSeverity.Harmless,
                []
            )
            {
                Releases = FormatReleases(releases),
            }
        );
    }

    /// <summary>Adds a command, event or type that both schemas have, if it differs.</summary>
    public void AddChanged(QmpSchemaEntityKind kind, string name, string? place, NodePair pair)
    {
        List<QmpSchemaChange> changes = [];
        ListChanges(pair, path: "", nesting: 0, changes);
        if (changes.Count > 0)
        {
            QmpSchemaSeverity severity = changes.Max(change => change.Severity);
            _entities.Add(
                new QmpSchemaEntityChange(
                    kind,
                    name,
                    QmpSchemaEntityState.Changed,
                    place,
                    pair.Directions,
                    severity,
                    changes
                )
            );
        }
    }

    /// <summary>Adds the types that the entities before have in several places, or deeply nested.</summary>
    public void AddTypes()
    {
        int start = _entities.Count;
        while (_pendingTypes.TryDequeue(out NodePair? pair))
        {
            string name = pair.Old.Name.Length > 0 ? pair.Old.Name : $"{pair.Start}.{pair.Path}";
            AddChanged(GetKind(pair.Old), name, $"{pair.Start}: {pair.Path}", pair);
        }

        _entities.Sort(
            start,
            _entities.Count - start,
            Comparer<QmpSchemaEntityChange>.Create((left, right) => CompareNames(left, right))
        );
    }

    private void ListChanges(NodePair pair, string path, int nesting, List<QmpSchemaChange> changes)
    {
        foreach (PairItem item in pair.Items)
        {
            string itemPath = SchemaPairs.JoinPath(path, item.Path);
            if (item.Child is not { } child)
            {
                changes.Add(CreateChange(item, itemPath, pair.Directions & item.Allowed));
            }
            else if (child.PlaceCount == 1 && nesting < MaxNesting)
            {
                ListChanges(child, itemPath, nesting + 1, changes);
            }
            else if (_types.Add(child))
            {
                _pendingTypes.Enqueue(child);
            }
        }
    }

    private QmpSchemaChange CreateChange(PairItem item, string path, QmpSchemaDirections directions)
    {
        IReadOnlyList<int>? releases = item.Releases ?? (IsFromMerge(item.Kind) ? _sameVersion : null);
        return new QmpSchemaChange(
            item.Kind,
            path,
            item.Old is { } old ? pairs.Format(old) : null,
            item.New is { } @new ? pairs.Format(@new) : null,
            directions,
            releases is null ? ChangeRules.Classify(item.Kind, directions) : QmpSchemaSeverity.Harmless
        )
        {
            Releases = FormatReleases(releases),
        };
    }

    /// <summary>Gets whether a merge of releases can cause a change, although the bindings do not list the releases.
    /// </summary>
    private bool IsFromMerge(QmpSchemaChangeKind kind) =>
        _sameVersion.Count > 0
        && kind
            is QmpSchemaChangeKind.TypeWidened
                or QmpSchemaChangeKind.TypeNarrowed
                or QmpSchemaChangeKind.TypeReplaced
                or QmpSchemaChangeKind.ResultRemoved
                or QmpSchemaChangeKind.BranchRemoved
                or QmpSchemaChangeKind.FeatureRemoved
                or QmpSchemaChangeKind.OutOfBandForbidden;

    private IReadOnlyList<string> FormatReleases(IReadOnlyList<int>? releases) =>
        releases is null ? [] : [.. releases.Select(index => bindings.Releases[index].Label)];

    private static int CompareNames(QmpSchemaEntityChange left, QmpSchemaEntityChange right) =>
        (string.CompareOrdinal(left.Name, right.Name), string.CompareOrdinal(left.Place, right.Place)) switch
        {
            (0, var places) => places,
            (var names, _) => names,
        };

    private static QmpSchemaEntityKind GetKind(SchemaNode type) =>
        type switch
        {
            EnumNode => QmpSchemaEntityKind.Enum,
            AlternateNode => QmpSchemaEntityKind.Alternate,
            _ => QmpSchemaEntityKind.Object,
        };
}
