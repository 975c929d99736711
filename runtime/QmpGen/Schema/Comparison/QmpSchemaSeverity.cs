namespace QmpGen;

/// <summary>What a change of a schema means for a program. The larger value is worse.</summary>
public enum QmpSchemaSeverity
{
    /// <summary>The program works with both QEMUs.</summary>
    Harmless,

    /// <summary>The program works with both QEMUs, but does not compile with the bindings of the new schema.</summary>
    Compile,

    /// <summary>The program can fail with the new QEMU.</summary>
    Runtime,
}
