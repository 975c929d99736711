using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>The kinds of entry in a catalogue.</summary>
internal enum EntryKind
{
    Command,
    Event,
    Object,
    Enum,
    Alternate,
}

internal static class EntryKinds
{
    /// <summary>Gets the kind of a dump's entity, or null for builtins and arrays.</summary>
    public static EntryKind? FromEntity(SchemaEntity entity) =>
        entity switch
        {
            SchemaCommand => EntryKind.Command,
            SchemaEvent => EntryKind.Event,
            ObjectType => EntryKind.Object,
            EnumType => EntryKind.Enum,
            AlternateType => EntryKind.Alternate,
            _ => null,
        };
}
