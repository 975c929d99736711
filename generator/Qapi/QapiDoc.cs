namespace QmpGen.Generator.Qapi;

/// <summary>The documentation of one member, value, argument or feature.</summary>
/// <param name="Since">The QEMU version that introduced it, or null if the text does not say.</param>
internal sealed record QapiDocPart(string Text, string? Since)
{
    public static QapiDocPart None { get; } = new("", null);
}

/// <summary>A section of a documentation comment such as <c>Returns:</c>. The body has an empty tag.</summary>
internal sealed record QapiDocSection(string Tag, string Text);

/// <summary>The documentation comment of a definition.</summary>
internal sealed record QapiDoc(
    string Symbol,
    string? Since,
    IReadOnlyList<QapiDocSection> Sections,
    IReadOnlyDictionary<string, QapiDocPart> Members,
    IReadOnlyDictionary<string, QapiDocPart> Features
)
{
    private static readonly Dictionary<string, QapiDocPart> s_noParts = [];

    public static QapiDoc None { get; } = new("", null, [], s_noParts, s_noParts);

    /// <summary>Gets the documentation of a member, a value or an argument.</summary>
    public QapiDocPart GetMember(string name) =>
        Members.TryGetValue(name, out QapiDocPart? part) ? part : QapiDocPart.None;

    /// <summary>Gets the documentation of a feature.</summary>
    public QapiDocPart GetFeature(string name) =>
        Features.TryGetValue(name, out QapiDocPart? part) ? part : QapiDocPart.None;
}
