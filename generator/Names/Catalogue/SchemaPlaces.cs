using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>What a dump has in a place.</summary>
/// <param name="Type">What stands there; null for an enum's value.</param>
/// <param name="Integer">QAPI's integer type, where the dump tells.</param>
/// <param name="Since">The QEMU that had it first, where the dump tells.</param>
internal readonly record struct SchemaPlace(PartKey Key, TypeReference? Type, string? Integer, string? Since);

/// <summary>A dump's entities in the terms of a catalogue: what they are, and which places they have.</summary>
internal static class SchemaPlaces
{
    /// <summary>What an entity is in a catalogue; null for a type that has no name of its own.</summary>
    public static EntryKind? KindOf(SchemaEntity entity) =>
        entity switch
        {
            SchemaCommand => EntryKind.Command,
            SchemaEvent => EntryKind.Event,
            ObjectType => EntryKind.Object,
            EnumType => EntryKind.Enum,
            AlternateType => EntryKind.Alternate,
            _ => null,
        };

    /// <summary>The places of an entity, in the dump's order.</summary>
    public static IEnumerable<SchemaPlace> Of(SchemaEntity entity) =>
        entity switch
        {
            SchemaCommand command =>
            [
                .. Optional(PartKey.Arguments, command.Arguments, null),
                .. Optional(PartKey.Returns, command.Result, ExtraFacts.ResultWidth(command.Node)),
            ],
            SchemaEvent @event => Optional(PartKey.Arguments, @event.Data, null),
            EnumType item => item.Values.Select(value => new SchemaPlace(
                KeyOf(value),
                null,
                null,
                ExtraFacts.Since(value.Node)
            )),
            ObjectType item =>
            [
                .. item.Members.Select(member => new SchemaPlace(
                    KeyOf(member),
                    member.Type,
                    ExtraFacts.Width(member.Node),
                    ExtraFacts.Since(member.Node)
                )),
                .. item.Variants.Select(variant => new SchemaPlace(
                    new PartKey(PartRole.Case, variant.Case),
                    variant.Type,
                    null,
                    null
                )),
            ],
            AlternateType item => item.Branches.Select(branch => new SchemaPlace(
                KeyOf(branch),
                branch.Type,
                ExtraFacts.Width(branch.Node),
                null
            )),
            _ => [],
        };

    public static PartKey KeyOf(SchemaMember member) => new(PartRole.Member, member.Name);

    public static PartKey KeyOf(EnumValue value) => new(PartRole.Value, value.Name);

    /// <summary>A branch of an alternate goes by the kind of JSON value that it takes: a dump does not show its
    /// name.</summary>
    public static PartKey KeyOf(SchemaBranch branch) => new(PartRole.Kind, JsonKindOf(branch.Type.Target));

    private static IEnumerable<SchemaPlace> Optional(PartKey key, TypeReference? type, string? integer) =>
        type is null ? [] : [new SchemaPlace(key, type, integer, null)];

    private static string JsonKindOf(SchemaType type) =>
        type switch
        {
            ObjectType => "object",
            ArrayType => "array",
            EnumType or BuiltinType { Kind: BuiltinKind.String } => "string",
            BuiltinType { Kind: BuiltinKind.Int or BuiltinKind.Number } => "number",
            BuiltinType { Kind: BuiltinKind.Bool } => "boolean",
            BuiltinType { Kind: BuiltinKind.Null } => "null",
            _ => "any",
        };
}
