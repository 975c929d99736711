using Microsoft.CodeAnalysis.Diagnostics;

namespace QmpGen.Generator;

/// <summary>The metadata that the package's targets give to an item; prefixed, since other packages give theirs
/// too.</summary>
internal static class ItemMetadata
{
    /// <summary>A value, empty where there is none.</summary>
    public static string Read(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_metadata.AdditionalFiles.QmpGen" + name, out string? value) ? value.Trim() : "";
}
