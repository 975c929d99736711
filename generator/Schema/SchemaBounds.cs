using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema;

/// <summary>The bounds that keep the cost of a schema in proportion to its size.</summary>
/// <remarks>
/// The comments state the largest values in the dumps of QEMU 2.5 to 11.1 and its agents, in both directions. A part
/// that exceeds a bound is reported and left out or reduced; the rest of the schema is generated.
/// </remarks>
internal static class SchemaBounds
{
    /// <summary>The characters of a name in a schema. QEMU: 38.</summary>
    public const int NameLength = 256;

    /// <summary>The characters of a C# name that is a path. QEMU: 42. The compiler allows 1,023.</summary>
    public const int PathLength = 256;

    /// <summary>The characters of the wire names in such a path, which order equal C# names.</summary>
    public const int WirePathLength = 1_024;

    /// <summary>The levels of unions in unions. QEMU: 2. The code can grow exponentially with each level.</summary>
    public const int UnionDepth = 8;

    /// <summary>The estimated characters of the code of one entity. QEMU: 270,000.</summary>
    public const int EntityCode = 1 << 20;

    /// <summary>The estimated characters of the code of all entities. QEMU: 4,900,000 with documentation.</summary>
    public const int TotalCode = 1 << 24;

    /// <summary>The estimated characters of the code of all entities of a schema without content.</summary>
    public const int BaseCode = 1 << 20;

    /// <summary>The estimated characters of code for each character of a schema. QEMU: 21.</summary>
    public const int CodeFactor = 64;

    /// <summary>The characters of a documentation summary. QEMU: 1,113.</summary>
    public const int SummaryLength = 4_096;

    /// <summary>The features of a definition whose documentation is used. QEMU: 2.</summary>
    public const int DocumentedFeatureCount = 64;

    /// <summary>The patterns with <c>*</c> in a selection, each of which is compared with every name.</summary>
    public const int WildcardCount = 256;

    /// <summary>The misspelt patterns for which the nearest name is searched.</summary>
    public const int SuggestionCount = 10;

    /// <summary>The places that are compared with catalogues, in addition to those for each place of the dump. QEMU:
    /// 45,378 in total.</summary>
    public const int ComparedPlaces = 1 << 16;

    /// <summary>The places that are compared with catalogues for each place of the dump.</summary>
    public const int ComparedPlacesFactor = 32;

    /// <summary>The members that are merged for each reference to a type in the dumps. QEMU: 2.</summary>
    public const int MergedMembersFactor = 32;

    /// <summary>The members that are merged in addition to those.</summary>
    public const int MergedMembers = 1 << 16;

    /// <summary>Gets the limit for the code of all entities.</summary>
    /// <remarks>It grows with the schema. Otherwise a product of branches and members would reach the limit with some
    /// kilobytes.</remarks>
    /// <param name="schema">The entities in their file.</param>
    public static long GetTotalCode(SourceSpan schema) =>
        Math.Min(TotalCode, BaseCode + ((long)CodeFactor * (schema.End - schema.Start)));
}
