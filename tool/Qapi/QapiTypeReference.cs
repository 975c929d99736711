using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>A reference to a type or an array of it by name.</summary>
/// <remarks>Definitions can refer forward, so references are resolved after all definitions are read.</remarks>
internal sealed class QapiTypeReference(string name, bool isArray, SourceSpan span)
{
    /// <summary>Creates a resolved reference to an inline type.</summary>
    public QapiTypeReference(QapiType target)
        : this(target.Name, isArray: false, target.Span) => Target = target;

    /// <summary>The name of the type, or of the array's item type.</summary>
    public string Name { get; } = name;

    public bool IsArray { get; } = isArray;

    public SourceSpan Span { get; } = span;

    public QapiType Target { get; private set; } = null!;

    /// <summary>The referenced object, or null for other types and arrays.</summary>
    public QapiObject? Object => IsArray ? null : Target as QapiObject;

    public void Resolve(QapiType target) => Target = target;
}
