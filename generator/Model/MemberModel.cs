using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>A property of a record.</summary>
/// <param name="WireName">The name of the member in QMP.</param>
/// <param name="Name">The name of the property.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Optional">Whether the member can be absent.</param>
/// <param name="Hides">Whether the property hides an inherited branch.</param>
/// <param name="Summary">The documentation; empty if name and type say everything.</param>
/// <param name="Attributes">The attributes.</param>
internal sealed record MemberModel(
    string WireName,
    string Name,
    TypeModel Type,
    bool Optional,
    bool Hides,
    string Summary,
    AttributesModel Attributes
)
{
    /// <summary>Whether the member is an inherited tag. The constructor passes its value to the base.</summary>
    public bool IsInheritedTag { get; init; }

    /// <summary>The modifiers of the property, each followed by a space.</summary>
    public string Modifiers => (Hides ? "new " : "") + (Optional ? "" : "required ");

    /// <summary>The type of the property: null means absent.</summary>
    public string PropertyType => Optional ? Type.CSharp + "?" : Type.CSharp;

    /// <summary>Whether the text of a record does not contain the value.</summary>
    public bool IsSecret => SecretNames.Contains(WireName, isText: Type.Kind == ValueKind.String);

    /// <summary>Whether the compiler formats the value as QmpGen does.</summary>
    public bool HasUsualText => !IsSecret && Type.Kind is not (ValueKind.Enum or ValueKind.Any);
}

/// <summary>The members of a record in the order of the schema.</summary>
/// <param name="TableName">The field with the wire names.</param>
/// <param name="Items">The members that the record declares.</param>
/// <param name="Inherited">The members of the unions around it, which the same constructor reads; empty if names
/// conflict.</param>
internal sealed record MembersModel(
    string TableName,
    EquatableArray<MemberModel> Items,
    EquatableArray<MemberModel> Inherited = default
)
{
    /// <summary>The members in the order of the table, which starts with those that are required.</summary>
    public IEnumerable<MemberModel> ReadOrder => Inherited.Concat(Items).OrderBy(member => member.Optional);

    /// <summary>The number of required members.</summary>
    public int RequiredCount => ReadOrder.Count(member => !member.Optional);
}
