using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>The role of a place in a command, event or type.</summary>
internal enum PlaceRole
{
    Arguments,
    Returns,

    /// <summary>A member of an object.</summary>
    Member,

    /// <summary>A case of a flat union's tag.</summary>
    Case,

    /// <summary>A value of an enum.</summary>
    Value,

    /// <summary>A kind of JSON value that an alternate accepts.</summary>
    Kind,
}

/// <summary>Identifies a place in a command, event or type by what a dump shows of it.</summary>
/// <param name="Name">The wire name, or empty if the role is enough.</param>
internal readonly record struct PlaceKey(PlaceRole Role, string Name)
{
    public static readonly PlaceKey Arguments = new(PlaceRole.Arguments, "");

    public static readonly PlaceKey Returns = new(PlaceRole.Returns, "");

    public static PlaceKey FromMember(SchemaMember member) => new(PlaceRole.Member, member.Name);

    public static PlaceKey FromVariant(SchemaVariant variant) => new(PlaceRole.Case, variant.Case);

    public static PlaceKey FromValue(EnumValue value) => new(PlaceRole.Value, value.Name);

    /// <summary>Creates the key of an alternate's branch: its JSON kind, because a dump does not show its
    /// name.</summary>
    public static PlaceKey FromBranch(SchemaBranch branch) =>
        new(
            PlaceRole.Kind,
            branch.Type.Target switch
            {
                ObjectType => "object",
                ArrayType => "array",
                EnumType or BuiltinType { Kind: BuiltinKind.String } => "string",
                BuiltinType { Kind: BuiltinKind.Int or BuiltinKind.Number } => "number",
                BuiltinType { Kind: BuiltinKind.Bool } => "boolean",
                BuiltinType { Kind: BuiltinKind.Null } => "null",
                _ => "any",
            }
        );
}
