using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>Merges dumps into one schema, by the names of QEMU's source.</summary>
/// <remarks>
/// It starts at the commands and events. A type merges all types of its name, and those that other releases have at its
/// places. It is built again when it gets another one. A type only grows, so this ends.
/// </remarks>
internal sealed class SchemaMerger
{
    private readonly IReadOnlyList<MergedRelease> _releases;
    private readonly ReleaseLists _lists = new();
    private readonly TypePool _types;
    private readonly MergeBudget _budget;
    private readonly ObjectMerger _objects;

    private SchemaMerger(IReadOnlyList<MergedRelease> releases)
    {
        _releases = releases;
        _types = new TypePool(releases);
        _budget = new MergeBudget(releases);
        _objects = new ObjectMerger(_types, _lists, _budget);
    }

    /// <summary>Merges dumps.</summary>
    /// <param name="releases">The dumps, the newest first.</param>
    /// <param name="item">The place of the first item.</param>
    public static Result<MergedSchema> Merge(
        IReadOnlyList<MergedRelease> releases,
        SourceLocation item,
        CancellationToken cancellationToken
    )
    {
        SchemaMerger merger = new(releases);
        try
        {
            return merger.Merge(cancellationToken);
        }
        catch (MergeLimitException)
        {
            MergedRelease newest = releases[0];
            return new Result<MergedSchema>(
                new MergedSchema(newest.Schema, newest.Metadata),
                new Problem(
                    DiagnosticRules.LimitExceeded,
                    item,
                    $"The merge of {releases.Count} dumps",
                    $"it needs to merge more members than the limit of {merger._budget.Limit}",
                    $"Only the dump of QEMU {newest.Label} is generated. List the dumps in separate namespaces."
                )
            );
        }
    }

    private Result<MergedSchema> Merge(CancellationToken cancellationToken)
    {
        SchemaCommand[] commands =
        [
            .. Group(release => release.Schema.Commands).Select(pair => MergeCommand(pair.Key, pair.Value)),
        ];
        SchemaEvent[] events =
        [
            .. Group(release => release.Schema.Events).Select(pair => MergeEvent(pair.Key, pair.Value)),
        ];
        Problem[] problems = _types.TakeProblems();
        while (_types.TryTakeChanged(out MergedType? type))
        {
            cancellationToken.ThrowIfCancellationRequested();
            type!.Entity = MergeType(type) with { Releases = _lists.Create(type.Releases) };
            type.Problems = [.. _types.TakeProblems()];
        }

        // Limits grow with the text of a dump, and the newest one can be that of a small program.
        SourceSpan span = _releases
            .Select(release => release.Schema.Span)
            .OrderBy(dump => dump.End - dump.Start)
            .Last();
        IReadOnlyDictionary<string, SchemaType> types = _types.Complete(span);
        IReadOnlyList<string> labels = _lists.Create(_releases);
        QmpSchema schema = new(commands, events, types, _types.References, string.Join(", ", labels), span)
        {
            Releases = labels,
        };
        return new Result<MergedSchema>(
            new MergedSchema(schema, SchemaMetadata.FromNames(_types.QemuNames)),
            [.. problems, .. _types.TakeProblems()]
        );
    }

    private IEnumerable<KeyValuePair<string, List<(MergedRelease Release, T Entity)>>> Group<T>(
        Func<MergedRelease, IReadOnlyList<T>> select
    )
        where T : SchemaEntity
    {
        SortedDictionary<string, List<(MergedRelease, T)>> groups = new(StringComparer.Ordinal);
        foreach (MergedRelease release in _releases)
        {
            foreach (T entity in select(release))
            {
                if (!groups.TryGetValue(entity.Name, out List<(MergedRelease, T)>? group))
                {
                    groups.Add(entity.Name, group = []);
                }

                group.Add((release, entity));
            }
        }

        return groups;
    }

    private SchemaCommand MergeCommand(string name, List<(MergedRelease Release, SchemaCommand Command)> sources)
    {
        PlaceSource[] results =
        [
            .. sources
                .Where(source => source.Command.Result is not null)
                .Select(source => new PlaceSource(
                    source.Release,
                    source.Command.Result!.Target,
                    source.Command.Result.Span,
                    source.Release.Metadata.FindInteger(source.Command)
                )),
        ];
        return sources[0].Command with
        {
            Features = ObjectMerger.MergeFeatures(sources.Select(source => source.Command.Features)),
            Since = FindSince(sources),
            Arguments = MergeMembers(name, sources.Select(source => (source.Release, source.Command.Arguments))),
            Result = results.Length == 0 ? null : _types.Merge($"the result of '{name}'", results),
            ResultWidth = MergeRules.FormatWidth(results),
            AllowOob = sources.Any(source => source.Command.AllowOob),
            HasSuccessResponse = sources.All(source => source.Release.Metadata.HasSuccessResponse(source.Command)),
            Releases = _lists.Create(sources.Select(source => source.Release)),
        };
    }

    private SchemaEvent MergeEvent(string name, List<(MergedRelease Release, SchemaEvent Event)> sources) =>
        sources[0].Event with
        {
            Features = ObjectMerger.MergeFeatures(sources.Select(source => source.Event.Features)),
            Since = FindSince(sources),
            Data = MergeMembers(name, sources.Select(source => (source.Release, source.Event.Data))),
            Releases = _lists.Create(sources.Select(source => source.Release)),
        };

    /// <summary>Merges arguments or data. A plain object becomes a separate type, because its name does not occur in
    /// C#.</summary>
    private TypeReference? MergeMembers(
        string name,
        IEnumerable<(MergedRelease Release, TypeReference? Reference)> sources
    )
    {
        (MergedRelease Release, TypeReference Reference, ObjectType Type)[] objects =
        [
            .. sources
                .Where(source => source.Reference?.Target is ObjectType)
                .Select(source => (source.Release, source.Reference!, (ObjectType)source.Reference!.Target)),
        ];
        if (objects.Length == 0)
        {
            return null;
        }

        if (objects[0].Type.IsUnion)
        {
            return _types.Merge(
                $"'{name}'",
                [.. objects.Select(source => new PlaceSource(source.Release, source.Type, source.Reference.Span, null))]
            );
        }

        ObjectType type = _objects.Merge(
            $"{name}()",
            $"{name}()",
            [.. objects.Select(source => new ObjectSource(source.Release, source.Type))]
        );
        _types.AddBranch(type);
        return _types.Refer(type.Name, type.Span);
    }

    private SchemaType MergeType(MergedType type)
    {
        _budget.Add(type.Sources.Sum(source => CountParts(source.Type)));
        return type.Kind switch
        {
            EntryKind.Enum => MergeEnum(type),
            EntryKind.Alternate => MergeAlternate(type),
            _ => _objects.Merge(
                type.Name,
                null,
                [.. type.Sources.Select(source => new ObjectSource(source.Release, (ObjectType)source.Type))]
            ),
        };
    }

    private static int CountParts(SchemaType type) =>
        type switch
        {
            EnumType { Values.Count: var values } => values + 1,
            AlternateType { Branches.Count: var branches } => branches + 1,
            _ => 1,
        };

    /// <summary>Merges an enum. A release that has a string at its places has all values.</summary>
    private EnumType MergeEnum(MergedType type)
    {
        (MergedRelease Release, EnumType Type)[] sources =
        [
            .. type.Sources.Where(source => source.Type is EnumType)
                .Select(source => (source.Release, (EnumType)source.Type)),
        ];
        IEnumerable<MergedRelease> strings = type
            .Sources.Select(source => source.Release)
            .Except(sources.Select(source => source.Release));
        return sources[0].Type with
        {
            Name = type.Name,
            Features = ObjectMerger.MergeFeatures(sources.Select(source => source.Type.Features)),
            Since = FindSince(sources),
            Values =
            [
                .. sources
                    .SelectMany(source =>
                        source.Type.Values.Select(value => (source.Release, source.Type, Value: value))
                    )
                    .GroupBy(source => source.Value.Name, StringComparer.Ordinal)
                    .Select(group =>
                        group.First().Value with
                        {
                            Features = ObjectMerger.MergeFeatures(group.Select(source => source.Value.Features)),
                            Since = group
                                .Select(source => source.Release.Metadata.FindSince(source.Type, source.Value))
                                .FirstOrDefault(since => since is not null),
                            Releases = _lists.Create(group.Select(source => source.Release).Concat(strings)),
                        }
                    ),
            ],
        };
    }

    /// <summary>Merges an alternate. Another type at its places becomes a branch.</summary>
    private AlternateType MergeAlternate(MergedType type)
    {
        IReadOnlyList<PlaceSource> sources = type.Sources;
        PlaceSource newest = sources.First(source => source.Type is AlternateType);
        return (AlternateType)newest.Type with
        {
            Name = type.Name,
            Features = ObjectMerger.MergeFeatures(
                sources.Select(source => source.Type).OfType<AlternateType>().Select(source => source.Features)
            ),
            Since = FindSince(sources.Select(source => (source.Release, source.Type))),
            Branches =
            [
                .. sources
                    .SelectMany(FindBranches)
                    .GroupBy(branch => branch.Kind)
                    .Select(group => new SchemaBranch(
                        _types.Merge("a branch of the alternate", [.. group.Select(branch => branch.Source)]),
                        MergeRules.FormatWidth(group.Select(branch => branch.Source))
                    )),
            ],
        };
    }

    private static IEnumerable<(PlaceKey Kind, PlaceSource Source)> FindBranches(PlaceSource source)
    {
        if (source.Type is AlternateType alternate)
        {
            return alternate.Branches.Select(branch =>
                (
                    PlaceKey.FromBranch(branch),
                    new PlaceSource(
                        source.Release,
                        branch.Type.Target,
                        branch.Type.Span,
                        source.Release.Metadata.FindInteger(alternate, branch)
                    )
                )
            );
        }

        TypeReference reference = new(source.Type.Name, source.Span);
        reference.Resolve(source.Type);
        return [(PlaceKey.FromBranch(new SchemaBranch(reference, null)), source)];
    }

    private static string? FindSince<T>(IEnumerable<(MergedRelease Release, T Entity)> sources)
        where T : SchemaEntity =>
        sources
            .Select(source => source.Release.Metadata.FindSince(source.Entity))
            .FirstOrDefault(since => since is not null);
}

/// <summary>A merged schema with the metadata of its types.</summary>
internal sealed record MergedSchema(QmpSchema Schema, SchemaMetadata Metadata);
