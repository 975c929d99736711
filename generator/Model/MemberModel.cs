namespace QmpGen.Generator.Model;

/// <summary>What the features of an entity mean to a compiler.</summary>
internal readonly record struct Marks(bool Deprecated, bool Unstable);

/// <summary>A property of a record.</summary>
/// <param name="WireName">The member's name on the wire.</param>
/// <param name="Name">The property's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Optional">Whether it may be absent.</param>
/// <param name="Hides">Whether it hides a nested branch that is inherited, and says <c>new</c>.</param>
/// <param name="Summary">The documentation.</param>
/// <param name="Marks">The attributes.</param>
internal sealed record MemberModel(
    string WireName,
    string Name,
    TypeModel Type,
    bool Optional,
    bool Hides,
    string Summary,
    Marks Marks
);
