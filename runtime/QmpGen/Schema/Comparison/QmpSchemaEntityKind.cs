using System.Diagnostics.CodeAnalysis;

namespace QmpGen;

/// <summary>The kinds of entity in a schema that a comparison lists.</summary>
public enum QmpSchemaEntityKind
{
    /// <summary>A command.</summary>
    Command,

    /// <summary>An event.</summary>
    Event,

    /// <summary>An object, which can be a union.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "It is QEMU's word.")]
    Object,

    /// <summary>An enum.</summary>
    Enum,

    /// <summary>An alternate: a value of one of several types.</summary>
    Alternate,
}
