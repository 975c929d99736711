using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A dump that bindings were generated from.</summary>
/// <param name="label">The label, for messages.</param>
/// <param name="version">QEMU's version, such as <c>7.2.22</c>, or empty if it is unknown.</param>
/// <param name="package">The package string of QEMU's version, often empty.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QmpCompiledRelease(string label, string version = "", string package = "")
{
    internal string Label => label;

    internal string Version => version;

    /// <summary>Gets whether a greeting is that of the release.</summary>
    internal bool Matches(QmpVersion greeting) =>
        version == greeting.ToString() && package == greeting.Package.Trim();

    /// <summary>Gets whether a greeting can be that of the release, whose package can be unknown.</summary>
    internal bool CanBe(QmpVersion greeting) =>
        Matches(greeting) || (package.Length == 0 && version == greeting.ToString());
}
