using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A place in a dump's command, event or type.</summary>
/// <param name="Type">The type, or null for an enum's value.</param>
/// <param name="Width">QAPI's integer type, if the dump says so.</param>
/// <param name="Since">The QEMU release that added it, if the dump says so.</param>
internal readonly record struct SchemaPlace(PlaceKey Key, TypeReference? Type, string? Width, string? Since)
{
    /// <summary>Gets the places of an entity, in the dump's order.</summary>
    public static IEnumerable<SchemaPlace> FromEntity(SchemaEntity entity) =>
        entity switch
        {
            SchemaCommand command =>
            [
                .. CreateOptional(PlaceKey.Arguments, command.Arguments, null),
                .. CreateOptional(PlaceKey.Returns, command.Result, command.ResultWidth),
            ],
            SchemaEvent @event => CreateOptional(PlaceKey.Arguments, @event.Data, null),
            EnumType type => type.Values.Select(value => new SchemaPlace(
                PlaceKey.FromValue(value),
                null,
                null,
                value.Since
            )),
            ObjectType type =>
            [
                .. type.Members.Select(member => new SchemaPlace(
                    PlaceKey.FromMember(member),
                    member.Type,
                    member.Width,
                    member.Since
                )),
                .. type.Variants.Select(variant => new SchemaPlace(
                    PlaceKey.FromVariant(variant),
                    variant.Type,
                    null,
                    null
                )),
            ],
            AlternateType type => type.Branches.Select(branch => new SchemaPlace(
                PlaceKey.FromBranch(branch),
                branch.Type,
                branch.Width,
                null
            )),
            _ => [],
        };

    private static IEnumerable<SchemaPlace> CreateOptional(PlaceKey key, TypeReference? type, string? width) =>
        type is null ? [] : [new SchemaPlace(key, type, width, null)];
}
