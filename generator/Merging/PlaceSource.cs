using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>The type at a place in one release.</summary>
/// <param name="Span">The place that uses the type.</param>
/// <param name="Integer">The integer type of the value, or of its list items; null if it is unknown.</param>
internal sealed record PlaceSource(MergedRelease Release, SchemaType Type, SourceSpan Span, IntegerType? Integer)
{
    /// <summary>The number of lists around the type.</summary>
    public int ListDepth
    {
        get
        {
            int depth = 0;
            for (SchemaType type = Type; type is ArrayType array && depth < ArrayType.MaxDepth; depth++)
            {
                type = array.Item.Target;
            }

            return depth;
        }
    }

    /// <summary>Gets the type inside the lists.</summary>
    public PlaceSource Unwrap() => this with { Type = ArrayType.Unwrap(Type) };
}
