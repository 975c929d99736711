using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>A type or an array of it, by name. Definitions refer forward, so it is resolved when all of them have been
/// read.</summary>
internal sealed class QapiTypeReference(string name, bool isArray, SourceSpan position)
{
    /// <summary>A reference to a type that stands in its place and is not looked up.</summary>
    public QapiTypeReference(QapiType target)
        : this(target.Name, isArray: false, target.Position) => Target = target;

    /// <summary>The name of the type, of an array's item where it is an array.</summary>
    public string Name { get; } = name;

    public bool IsArray { get; } = isArray;

    public SourceSpan Position { get; } = position;

    public QapiType Target { get; private set; } = null!;

    /// <summary>The object that it names; null where it names something else.</summary>
    public QapiObject? Object => IsArray ? null : Target as QapiObject;

    public void Resolve(QapiType target) => Target = target;
}
