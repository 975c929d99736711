namespace QmpGen.Generator.Model;

/// <summary>How a value is read and written.</summary>
internal enum ValueKind
{
    String,
    Int,
    Number,
    Bool,
    Any,
    Enum,
    Object,
    Union,
    Alternate,
    List,
}

/// <summary>The C# type of a value.</summary>
/// <param name="CSharp">The type without a question mark.</param>
/// <param name="Item">The type of a list's items.</param>
internal sealed record TypeModel(ValueKind Kind, string CSharp, TypeModel? Item = null)
{
    /// <summary>The type of integers whose width is not known.</summary>
    public const string AnyInteger = "long";

    /// <summary>Whether the type is a value type.</summary>
    public bool IsValueType => Kind is ValueKind.Int or ValueKind.Number or ValueKind.Bool or ValueKind.Enum;

    /// <summary>The type that alternates convert from: an array for a list.</summary>
    public string ConversionSource => Item is null ? CSharp : Item.CSharp + "[]";
}
