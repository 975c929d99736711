using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Catalogue;

/// <summary>Merges the schemas of several QEMU releases.</summary>
internal sealed class CatalogueBuilder
{
    private readonly Dictionary<(EntryKind Kind, string Name), EntryHistory> _entries = [];

    private CatalogueBuilder() { }

    /// <summary>Merges releases.</summary>
    /// <param name="releases">The releases in ascending order.</param>
    public static IReadOnlyDictionary<(EntryKind Kind, string Name), EntryHistory> Build(
        IReadOnlyList<ReleaseSource> releases
    )
    {
        CatalogueBuilder builder = new();
        for (int release = 0; release < releases.Count; release++)
        {
            foreach (QmpSchema schema in releases[release].Schemas)
            {
                builder.AddSchema(release, schema);
            }
        }

        return builder._entries;
    }

    private void AddSchema(int release, QmpSchema schema)
    {
        IEnumerable<SchemaEntity> entities = [.. schema.Commands, .. schema.Events, .. schema.Types.Values];
        foreach (SchemaEntity entity in entities)
        {
            if (EntryKinds.FromEntity(entity) is { } kind)
            {
                AddEntity(release, kind, entity);
            }
        }
    }

    private void AddEntity(int release, EntryKind kind, SchemaEntity entity)
    {
        if (!_entries.TryGetValue((kind, entity.Name), out EntryHistory? history))
        {
            _entries.Add((kind, entity.Name), history = new EntryHistory());
        }

        history.Add(release, entity.Since);
        history.HasSuccessResponse = entity is not SchemaCommand { HasSuccessResponse: false };
        foreach (SchemaPlace place in SchemaPlace.FromEntity(entity))
        {
            history.AddPart(release, place.Key, GetSourceType(place), place.Since);
        }
    }

    /// <summary>Gets the type in QEMU's source, with the exact integer type instead of <c>int</c>.</summary>
    private static string GetSourceType(SchemaPlace place) =>
        place switch
        {
            { Type: null } => "",
            { Width: { } width } => place.Type.Name.Replace("int", width, StringComparison.Ordinal),
            _ => place.Type.Name,
        };
}
