using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>A dump to merge, with what catalogues know about it.</summary>
/// <param name="label">The label in documentation. It is not parsed, except to order the dumps.</param>
/// <param name="rank">The position among the dumps, the newest first.</param>
internal sealed class MergedRelease(string label, int rank, QmpSchema schema, SchemaMetadata metadata)
{
    private Dictionary<(EntryKind, string), SchemaType> ByName => field ??= IndexByName(schema, metadata);

    private Dictionary<SourceSpan, ObjectType> Owners => field ??= IndexOwners(schema);

    public string Label => label;

    public int Rank => rank;

    /// <summary>The version of QEMU, if it is known.</summary>
    public QemuRelease Qemu { get; init; } = QemuRelease.Unknown;

    public QmpSchema Schema => schema;

    public SchemaMetadata Metadata => metadata;

    /// <summary>Finds a type by its name in QEMU's source.</summary>
    public SchemaType? FindType(EntryKind kind, string qemuName) =>
        ByName.TryGetValue((kind, qemuName), out SchemaType? type) ? type : null;

    /// <summary>Gets the type at the place of a member.</summary>
    public PlaceSource CreateSource(SchemaMember member) =>
        new(this, member.Type.Target, member.Type.Span, metadata.FindInteger(Owners[member.Span], member));

    /// <summary>Gets the QEMU release that added a member.</summary>
    public string? FindSince(SchemaMember member) => metadata.FindSince(Owners[member.Span], member);

    private static Dictionary<(EntryKind, string), SchemaType> IndexByName(QmpSchema schema, SchemaMetadata metadata)
    {
        Dictionary<(EntryKind, string), SchemaType> types = [];
        foreach (SchemaType type in schema.Types.Values)
        {
            if (EntryKinds.FromEntity(type) is { } kind && metadata.FindName(type) is { } name)
            {
                types[(kind, name)] = type;
            }
        }

        return types;
    }

    private static Dictionary<SourceSpan, ObjectType> IndexOwners(QmpSchema schema)
    {
        Dictionary<SourceSpan, ObjectType> owners = [];
        foreach (ObjectType type in schema.Types.Values.OfType<ObjectType>())
        {
            foreach (SchemaMember member in type.Members)
            {
                owners[member.Span] = type;
            }
        }

        return owners;
    }
}
