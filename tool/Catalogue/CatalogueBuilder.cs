using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Catalogue;

/// <summary>Merges releases of QEMU's source.</summary>
internal sealed class CatalogueBuilder
{
    private readonly Dictionary<(EntryKind Kind, string Name), EntryFacts> _entries = [];

    private CatalogueBuilder()
    {
    }

    /// <summary>Merges releases.</summary>
    /// <param name="releases">The releases, the oldest first.</param>
    public static IReadOnlyDictionary<(EntryKind Kind, string Name), EntryFacts> Build(IReadOnlyList<ReleaseSource> releases)
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
        foreach (SchemaCommand command in schema.Commands)
        {
            EntryFacts facts = Entry(release, EntryKind.Command, command);
            facts.IsAnswered = ExtraFacts.IsAnswered(command.Node);
            AddPlace(facts, release, PartKey.Arguments, command.Arguments);
            AddPlace(facts, release, PartKey.Returns, command.Result, ExtraFacts.ResultWidth(command.Node));
        }

        foreach (SchemaEvent @event in schema.Events)
        {
            AddPlace(Entry(release, EntryKind.Event, @event), release, PartKey.Arguments, @event.Data);
        }

        foreach (SchemaType type in schema.Types.Values)
        {
            AddType(release, type);
        }
    }

    private void AddType(int release, SchemaType type)
    {
        switch (type)
        {
            case EnumType item:
                EntryFacts values = Entry(release, EntryKind.Enum, item);
                foreach (EnumValue value in item.Values)
                {
                    values.AddPart(release, new PartKey(PartRole.Value, value.Name), "", ExtraFacts.Since(value.Node));
                }

                break;
            case ObjectType item:
                EntryFacts members = Entry(release, EntryKind.Object, item);
                foreach (SchemaMember member in item.Members)
                {
                    AddPlace(
                        members, release, new PartKey(PartRole.Member, member.Name), member.Type, ExtraFacts.Width(member.Node), ExtraFacts.Since(member.Node));
                }

                foreach (SchemaVariant variant in item.Variants)
                {
                    AddPlace(members, release, new PartKey(PartRole.Case, variant.Case), variant.Type);
                }

                break;
            case AlternateType item:
                EntryFacts kinds = Entry(release, EntryKind.Alternate, item);
                foreach (SchemaBranch branch in item.Branches)
                {
                    AddPlace(
                        kinds, release, new PartKey(PartRole.Kind, DumpGraph.JsonKindOf(branch.Type.Target)), branch.Type, ExtraFacts.Width(branch.Node));
                }

                break;
        }
    }

    private EntryFacts Entry(int release, EntryKind kind, SchemaEntity entity)
    {
        if (!_entries.TryGetValue((kind, entity.Name), out EntryFacts? facts))
        {
            _entries.Add((kind, entity.Name), facts = new EntryFacts());
        }

        facts.Add(release, ExtraFacts.Since(entity.Node));
        return facts;
    }

    private static void AddPlace(
        EntryFacts facts, int release, PartKey key, TypeReference? type, string? width = null, string? since = null)
    {
        if (type is not null)
        {
            // A dump folds the integers into one; the catalogue is where their widths come from.
            facts.AddPart(release, key, width is null ? type.Name : type.Name.Replace("int", width, StringComparison.Ordinal), since);
        }
    }
}
