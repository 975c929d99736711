using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Comparison;

/// <summary>A command, event or type in one of several schemas.</summary>
/// <param name="IsPresent">Whether the schema has it.</param>
/// <param name="Change">The change since the previous schema that has it, or null.</param>
internal sealed record HistoryEntry(bool IsPresent, QmpSchemaEntityChange? Change);

/// <summary>Follows a command, event or type over several schemas.</summary>
internal static class EntityHistory
{
    private static readonly ComparedSchema s_empty = new(
        new QmpSchema(
            [],
            [],
            new Dictionary<string, SchemaType>(StringComparer.Ordinal),
            [],
            null,
            SourceSpan.FromFile("")
        ),
        []
    );

    /// <summary>Compares each schema with the previous one, and the first with an empty schema.</summary>
    /// <param name="name">The wire name, or QEMU's type name.</param>
    public static IReadOnlyList<HistoryEntry> Find(string name, IReadOnlyList<ComparedSchema> schemas) =>
        [
            .. schemas
                .Prepend(s_empty)
                .Zip(schemas)
                .Select(pair => new HistoryEntry(
                    FindNames(pair.Second).Contains(name, StringComparer.Ordinal),
                    SchemaComparer
                        .Compare(pair.First, pair.Second, separate: name)
                        .Entities.FirstOrDefault(entity => entity.Name == name || IsRenamed(entity, name))
                )),
        ];

    /// <summary>Finds the names of commands, events and types.</summary>
    public static IEnumerable<string> FindNames(ComparedSchema schema) =>
        schema.Roots.Select(root => root.Entity.Name).Concat(schema.Types.Select(schema.GetName));

    private static bool IsRenamed(QmpSchemaEntityChange entity, string name) =>
        entity.Changes.Any(change =>
            change is { Kind: QmpSchemaChangeKind.TypeRenamed, Path: "" } && change.Old == name
        );
}
