using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>The shortest JSON that the schema takes for a type.</summary>
internal static class SampleValue
{
    public static string Of(SchemaType type) =>
        type switch
        {
            ArrayType => "[]",
            EnumType e => Quoted(e.Values[0].Name),
            ObjectType o => Print(MembersOf(Shape.Of(o).First())),
            AlternateType a => Of(
                a.Branches.Select(branch => branch.Type.Target).OrderBy(branch => branch is ObjectType).First()
            ),
            BuiltinType { Kind: BuiltinKind.Bool } => "true",
            BuiltinType { Kind: BuiltinKind.Null } => "null",
            BuiltinType { Kind: BuiltinKind.String } => "\"x\"",
            _ => "1",
        };

    /// <summary>The members that a shape cannot do without.</summary>
    public static IReadOnlyDictionary<string, string> MembersOf(Shape shape) =>
        shape
            .Members.Where(member => !member.Optional)
            .ToDictionary(member => member.Name, member => Of(member, shape));

    /// <summary>A member's value: a tag says which shape it is.</summary>
    public static string Of(SchemaMember member, Shape shape) =>
        shape.Tags.TryGetValue(member.Name, out string? tag) ? Quoted(tag) : Of(member.Type.Target);

    public static string Print(IEnumerable<KeyValuePair<string, string>> members) =>
        $"{{{string.Join(",", members.Select(member => $"{Quoted(member.Key)}:{member.Value}"))}}}";

    public static string Quoted(string text) => $"\"{text}\"";
}
