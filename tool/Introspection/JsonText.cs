namespace QmpGen.Tool.Introspection;

/// <summary>Prints JSON as QEMU's own dumps have it: one blank after comma and colon. Names of QAPI need no
/// escapes.</summary>
internal static class JsonText
{
    public static string Text(string value) => $"\"{value}\"";

    public static string Array(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    /// <summary>An object without the members whose value is null.</summary>
    public static string Object(params (string Name, string? Value)[] members) =>
        "{"
        + string.Join(
            ", ",
            members.Where(member => member.Value is not null).Select(member => $"\"{member.Name}\": {member.Value}")
        )
        + "}";
}
