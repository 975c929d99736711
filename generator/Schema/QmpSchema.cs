namespace QmpGen.Generator.Schema;

/// <summary>A dump that has been read: everything in the order of the file.</summary>
internal sealed record QmpSchema(
    IReadOnlyList<SchemaCommand> Commands,
    IReadOnlyList<SchemaEvent> Events,
    IReadOnlyDictionary<string, SchemaType> Types,
    string? QemuVersion
);
