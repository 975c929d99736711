namespace QmpGen.Generator.Model;

/// <summary>A dump that the bindings are generated from.</summary>
/// <param name="Label">The label in documentation and messages.</param>
/// <param name="Version">QEMU's version, or empty if it is not known.</param>
/// <param name="Package">The package of QEMU's version, often empty.</param>
internal sealed record ReleaseModel(string Label, string Version, string Package);
