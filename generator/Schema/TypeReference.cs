using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema;

/// <summary>The name of a type at the place that uses it.</summary>
/// <remarks>A dump uses types before it defines them, so references are resolved after all entities are read.</remarks>
internal sealed class TypeReference(string name, SourceSpan span)
{
    public string Name => name;

    public SourceSpan Span => span;

    /// <summary>The type. A dangling reference stands for any value.</summary>
    public SchemaType Target { get; private set; } = null!;

    /// <summary>Whether the schema does not have the type, or its entity was left out.</summary>
    public bool IsDangling { get; private set; }

    public void Resolve(SchemaType? target)
    {
        IsDangling = target is null;

        // Types are identified by their names, so the substitute keeps the missing name.
        Target = target ?? new BuiltinType(name, span, BuiltinKind.Any);
    }
}
