using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Catalogue;

/// <summary>Merges releases of QEMU's source.</summary>
internal sealed class CatalogueBuilder
{
    private readonly Dictionary<(EntryKind Kind, string Name), EntryFacts> _entries = [];

    private CatalogueBuilder() { }

    /// <summary>Merges releases.</summary>
    /// <param name="releases">The releases, the oldest first.</param>
    public static IReadOnlyDictionary<(EntryKind Kind, string Name), EntryFacts> Build(
        IReadOnlyList<ReleaseSource> releases
    )
    {
        CatalogueBuilder builder = new();
        for (int release = 0; release < releases.Count; release++)
        {
            foreach (QmpSchema schema in releases[release].Schemas)
            {
                builder.Add(release, schema);
            }
        }

        return builder._entries;
    }

    private void Add(int release, QmpSchema schema)
    {
        foreach (
            SchemaEntity entity in (IEnumerable<SchemaEntity>)
                [.. schema.Commands, .. schema.Events, .. schema.Types.Values]
        )
        {
            if (EntryKinds.FromEntity(entity) is { } kind)
            {
                Add(release, kind, entity);
            }
        }
    }

    private void Add(int release, EntryKind kind, SchemaEntity entity)
    {
        if (!_entries.TryGetValue((kind, entity.Name), out EntryFacts? facts))
        {
            _entries.Add((kind, entity.Name), facts = new EntryFacts());
        }

        facts.Add(release, entity.Since);
        facts.IsAnswered = entity is not SchemaCommand { HasSuccessResponse: false };
        foreach (SchemaPlace place in SchemaPlace.FromEntity(entity))
        {
            facts.AddPart(release, place.Key, TypeIn(place), place.Since);
        }
    }

    /// <summary>What stands in a place. A dump folds the integers into one, and tells which one it is beside.</summary>
    private static string TypeIn(SchemaPlace place) =>
        place switch
        {
            { Type: null } => "",
            { Width: { } width } => place.Type.Name.Replace("int", width, StringComparison.Ordinal),
            _ => place.Type.Name,
        };
}
