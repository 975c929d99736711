using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema;

/// <summary>A dump, in the order of the file.</summary>
/// <param name="References">The types at all places of the file, which <see cref="LeaveOut"/> changes.</param>
/// <param name="QemuVersion">The version in the greeting of a transcript, or null.</param>
/// <param name="Span">The array of entities.</param>
internal sealed record QmpSchema(
    IReadOnlyList<SchemaCommand> Commands,
    IReadOnlyList<SchemaEvent> Events,
    IReadOnlyDictionary<string, SchemaType> Types,
    IReadOnlyList<TypeReference> References,
    string? QemuVersion,
    SourceSpan Span
)
{
    /// <summary>The labels of the merged dumps, the oldest first. Empty if the schema is one dump.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];

    /// <summary>The package of the version in the greeting, often empty.</summary>
    public string Package { get; init; } = "";

    /// <summary>Whether the dump is of a guest agent.</summary>
    /// <remarks>Only the agent has a command to synchronize with; a monitor sends a greeting.</remarks>
    public bool IsGuestAgent => Commands.Any(command => command.Name == "guest-sync-delimited");

    /// <summary>Leaves out types. References to them become any value, and unions without a tag type objects.</summary>
    public QmpSchema LeaveOut(HashSet<string> types)
    {
        Dictionary<string, SchemaType> rest = Types
            .Values.Where(type => !types.Contains(type.Name))
            .Select(type =>
                type is ObjectType { Tag: { } tag } union && types.Contains(tag.Type.Name)
                    ? union.WithoutBranches()
                    : type
            )
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (TypeReference reference in References)
        {
            if (!reference.IsDangling)
            {
                reference.Resolve(rest.TryGetValue(reference.Name, out SchemaType? type) ? type : null);
            }
        }

        return this with
        {
            Types = rest,
        };
    }
}
