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

/// <summary>The C# type of a value, as it is printed.</summary>
/// <param name="Kind">How it is read and written.</param>
/// <param name="CSharp">The type, without the question mark of an absent value.</param>
/// <param name="Item">The items of a list.</param>
internal sealed record TypeModel(ValueKind Kind, string CSharp, TypeModel? Item = null)
{
    /// <summary>The integer that is used where nobody knows which one QEMU has.</summary>
    public const string AnyInteger = "long";
}
