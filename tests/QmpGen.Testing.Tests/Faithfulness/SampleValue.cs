using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Creates the shortest JSON that is valid for a type.</summary>
internal static class SampleValue
{
    public static string Create(SchemaType type) =>
        type switch
        {
            ArrayType => "[]",
            EnumType e => Quote(e.Values[0].Name),
            ObjectType o => Print(CreateRequiredMembers(ObjectLayout.FindAll(o).First())),
            AlternateType a => Create(
                a.Branches.Select(branch => branch.Type.Target).OrderBy(branch => branch is ObjectType).First()
            ),
            BuiltinType { Kind: BuiltinKind.Bool } => "true",
            BuiltinType { Kind: BuiltinKind.Null } => "null",
            BuiltinType { Kind: BuiltinKind.String } => "\"x\"",
            _ => "1",
        };

    /// <summary>Creates the required members of a layout.</summary>
    public static IReadOnlyDictionary<string, string> CreateRequiredMembers(ObjectLayout layout) =>
        layout
            .Members.Where(member => !member.Optional)
            .ToDictionary(member => member.Name, member => Create(member, layout));

    /// <summary>Creates the value of a member. A tag has the value that selects the layout.</summary>
    public static string Create(SchemaMember member, ObjectLayout layout) =>
        layout.Tags.TryGetValue(member.Name, out string? tag) ? Quote(tag) : Create(member.Type.Target);

    public static string Print(IEnumerable<KeyValuePair<string, string>> members) =>
        $"{{{string.Join(",", members.Select(member => $"{Quote(member.Key)}:{member.Value}"))}}}";

    public static string Quote(string text) => $"\"{text}\"";
}
