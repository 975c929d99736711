using System.Globalization;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>The types of a merged schema, by QEMU's name or else by the first place that has them.</summary>
internal sealed class TypePool(IReadOnlyList<MergedRelease> releases)
{
    private static readonly (string Name, BuiltinKind Kind)[] s_builtins =
    [
        ("str", BuiltinKind.String),
        ("int", BuiltinKind.Int),
        ("number", BuiltinKind.Number),
        ("bool", BuiltinKind.Bool),
        ("null", BuiltinKind.Null),
        ("any", BuiltinKind.Any),
    ];

    private readonly Dictionary<(EntryKind, string), MergedType> _named = [];
    private readonly Dictionary<(MergedRelease, string), MergedType> _unnamed = [];
    private readonly Dictionary<string, SchemaType> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _qemuNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(s_builtins.Select(builtin => builtin.Name), StringComparer.Ordinal);
    private readonly List<TypeReference> _references = [];
    private readonly List<MergedType> _types = [];
    private readonly Queue<MergedType> _changed = new();
    private readonly HashSet<MergedType> _waiting = [];
    private List<Problem> _problems = [];

    /// <summary>The names in QEMU's source of types that have other names in the merged schema.</summary>
    public IReadOnlyDictionary<string, string> QemuNames => _qemuNames;

    /// <summary>All references between the types.</summary>
    public IReadOnlyList<TypeReference> References => _references;

    /// <summary>Takes the next type to build, because it is new or merges another type.</summary>
    public bool TryTakeChanged(out MergedType? type)
    {
        type = _changed.Count > 0 ? _changed.Dequeue() : null;
        return type is not null && _waiting.Remove(type);
    }

    /// <summary>Remembers the name of a type in QEMU's source, for documentation.</summary>
    public void SetQemuName(string name, ObjectSource source)
    {
        if (source.Release.Metadata.FindName(source.Type) is { } qemuName && qemuName != name)
        {
            _qemuNames[name] = qemuName;
        }
    }

    /// <summary>Adds the type of a union's branch.</summary>
    public void AddBranch(ObjectType branch) => _entities[branch.Name] = branch;

    /// <summary>Creates a reference to a type of the merged schema.</summary>
    public TypeReference Refer(string name, SourceSpan span)
    {
        TypeReference reference = new(name, span);
        _references.Add(reference);
        return reference;
    }

    /// <summary>Merges the types at a place.</summary>
    /// <param name="place">The place in messages, with quotes around names.</param>
    /// <param name="sources">What the releases have there, the newest first.</param>
    public TypeReference Merge(string place, IReadOnlyList<PlaceSource> sources)
    {
        PlaceSource newest = sources[0];
        MergedPlace merged = MergeRules.Merge(sources);
        if (merged.Conflict is { } conflict)
        {
            _problems.Add(
                new Problem(
                    DiagnosticRules.UnmergeablePlace,
                    newest.Span.ToLocation(),
                    place,
                    newest.Release.Label,
                    conflict.Release.Label,
                    conflict.Span.ToString()
                )
            );
        }

        string name = merged.Builtin is { } kind
            ? s_builtins.First(builtin => builtin.Kind == kind).Name
            : Unite(merged.Types).Name;
        for (int depth = 0; depth < merged.ListDepth; depth++)
        {
            string list = $"[{name}]";
            if (!_entities.ContainsKey(list))
            {
                _entities.Add(list, new ArrayType(list, newest.Span, Refer(name, newest.Span)));
            }

            name = list;
        }

        return Refer(name, newest.Span);
    }

    /// <summary>Resolves all references.</summary>
    public IReadOnlyDictionary<string, SchemaType> Complete(SourceSpan span)
    {
        foreach ((string name, BuiltinKind kind) in s_builtins)
        {
            _entities[name] = new BuiltinType(name, span, kind);
        }

        foreach (MergedType type in _types)
        {
            _entities[type.Name] = type.Entity!;
            _problems.AddRange(type.Problems);
        }

        foreach (TypeReference reference in _references)
        {
            reference.Resolve(_entities.TryGetValue(reference.Name, out SchemaType? type) ? type : null);
        }

        return _entities;
    }

    /// <summary>Takes the problems that were found since the last call.</summary>
    public Problem[] TakeProblems()
    {
        Problem[] problems = [.. _problems];
        _problems = [];
        return problems;
    }

    private MergedType Unite(IReadOnlyList<PlaceSource> sources)
    {
        MergedType type = Find(sources);
        bool changed = false;
        foreach (PlaceSource source in sources)
        {
            changed |= type.AddPlace(source);
        }

        if (changed)
        {
            Enqueue(type);
        }

        return type;
    }

    /// <summary>Finds the type by the name of the preferred source, or of another one if that is unknown.</summary>
    private MergedType Find(IReadOnlyList<PlaceSource> sources)
    {
        EntryKind kind = EntryKinds.FromEntity(sources[0].Type)!.Value;
        PlaceSource[] alike = [.. sources.Where(source => EntryKinds.FromEntity(source.Type) == kind)];
        (PlaceSource Source, string? Name)[] names =
        [
            .. alike.Select(source => (source, source.Release.Metadata.FindName(source.Type))),
        ];
        MergedType? found =
            names[0].Name is null && _unnamed.TryGetValue(Identify(names[0].Source), out MergedType? known) ? known
            : names.FirstOrDefault(pair => pair.Name is not null).Name is { } qemuName ? FindNamed(kind, qemuName)
            : names
                .Select(pair => _unnamed.TryGetValue(Identify(pair.Source), out MergedType? other) ? other : null)
                .FirstOrDefault(other => other is not null);
        found ??= Create(kind, null);
        foreach ((PlaceSource source, string? name) in names)
        {
            if (name is null && !_unnamed.ContainsKey(Identify(source)))
            {
                _unnamed.Add(Identify(source), found);
            }
        }

        return found;
    }

    private MergedType FindNamed(EntryKind kind, string name)
    {
        if (!_named.TryGetValue((kind, name), out MergedType? type))
        {
            _named.Add((kind, name), type = Create(kind, name));
            foreach (MergedRelease release in releases)
            {
                if (release.FindType(kind, name) is { } member)
                {
                    type.Add(new PlaceSource(release, member, member.Span, null));
                }
            }

            Enqueue(type);
        }

        return type;
    }

    private void Enqueue(MergedType type)
    {
        if (_waiting.Add(type))
        {
            _changed.Enqueue(type);
        }
    }

    private MergedType Create(EntryKind kind, string? qemuName)
    {
        string name =
            qemuName is not null && _taken.Add(qemuName)
                ? qemuName
                : _types.Count.ToString(CultureInfo.InvariantCulture);
        if (qemuName is not null && name != qemuName)
        {
            _qemuNames[name] = qemuName;
        }

        MergedType type = new(name, kind);
        _types.Add(type);
        return type;
    }

    private static (MergedRelease, string) Identify(PlaceSource source) => (source.Release, source.Type.Name);
}
