namespace QmpGen.Tool.Comparison;

/// <summary>What a change means for a program that was written for the old schema. The larger value is worse.</summary>
internal enum Severity
{
    /// <summary>The program works with both QEMUs.</summary>
    Harmless,

    /// <summary>The program works with both QEMUs, but does not compile with the bindings of the new schema.</summary>
    Compile,

    /// <summary>The program can fail with the new QEMU.</summary>
    Runtime,
}
