namespace QmpGen.Fuzz.Growth;

/// <summary>Creates the text of a schema's entities.</summary>
internal static class SchemaText
{
    public static IEnumerable<string> Union(
        string name,
        IEnumerable<string> members,
        IEnumerable<(string Case, string Type)> variants
    )
    {
        (string Case, string Type)[] all = [.. variants];
        string tag = name + "Tag";
        return
        [
            Object(name, members.Append(Member("t", tag)), "t", all),
            Enum(tag, all.Select(variant => variant.Case).DefaultIfEmpty("a")),
        ];
    }

    public static IEnumerable<(string, string)> Cases(int count, string type) => Repeat(count, i => ($"c{i}", type));

    public static IEnumerable<string> Many(int count, string name) => Repeat(count, i => Member($"{name}{i}", "str"));

    public static IEnumerable<T> Repeat<T>(int count, Func<int, T> create) =>
        Enumerable.Range(0, count).Select(create);

    public static string Letters(int count) => new('x', count);

    public static string Join(IEnumerable<string> items) => string.Join(',', items);

    public static string Command(string name, string result) =>
        $$"""{"name":"{{name}}","meta-type":"command","arg-type":"0","ret-type":"{{result}}"}""";

    public static string CommandWith(string name, string arguments) =>
        $$"""{"name":"{{name}}","meta-type":"command","arg-type":"{{arguments}}","ret-type":"0"}""";

    public static string Event(string name, string data) =>
        $$"""{"name":"{{name}}","meta-type":"event","arg-type":"{{data}}"}""";

    public static string Enum(string name, IEnumerable<string> values) =>
        $$"""{"name":"{{name}}","meta-type":"enum","values":[{{Join(values.Select(value => $"\"{value}\""))}}]}""";

    public static string Array(string name, string item) =>
        $$"""{"name":"{{name}}","meta-type":"array","element-type":"{{item}}"}""";

    public static string Alternate(string name, IEnumerable<string> types)
    {
        IEnumerable<string> branches = types.Select(type => $$"""{"type":"{{type}}"}""");
        return $$"""{"name":"{{name}}","meta-type":"alternate","members":[{{Join(branches)}}]}""";
    }

    public static string Member(string name, string type) => $$"""{"name":"{{name}}","type":"{{type}}"}""";

    public static string Object(string name, IEnumerable<string> members) =>
        $$"""{"name":"{{name}}","meta-type":"object","members":[{{Join(members)}}]}""";

    public static string Object(
        string name,
        IEnumerable<string> members,
        string tag,
        IEnumerable<(string Case, string Type)> variants
    ) =>
        $$"""
            {"name":"{{name}}","meta-type":"object","tag":"{{tag}}","members":[{{Join(members)}}],"variants":[
            {{Join(variants.Select(variant => $$"""{"case":"{{variant.Case}}","type":"{{variant.Type}}"}"""))}}]}
            """;
}
