namespace QmpGen.Generator.Qapi;

/// <summary>What a documentation comment says about one member, value, argument or feature.</summary>
/// <param name="Since">The QEMU version that brought it, or null where the text does not say.</param>
internal sealed record QapiDocPart(string Text, string? Since)
{
    public static QapiDocPart None { get; } = new("", null);
}

/// <summary>A named part of a documentation comment such as <c>Returns:</c>; its own text has the empty tag.</summary>
internal sealed record QapiDocSection(string Tag, string Text);

/// <summary>What the documentation comment of a definition says.</summary>
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

    /// <summary>What it says about a member, a value or an argument.</summary>
    public QapiDocPart Member(string name) =>
        Members.TryGetValue(name, out QapiDocPart? part) ? part : QapiDocPart.None;

    /// <summary>What it says about a feature.</summary>
    public QapiDocPart Feature(string name) =>
        Features.TryGetValue(name, out QapiDocPart? part) ? part : QapiDocPart.None;
}
