namespace QmpGen.Generator.Tests;

/// <summary>QEMU's QAPI source, which is not ours to copy: the variable QMPGEN_QAPI names a folder with
/// <c>RELEASE/qapi</c>, <c>RELEASE/qga</c> and the like.</summary>
internal static class QemuSource
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("QMPGEN_QAPI")
        is { Length: > 0 } folder
        ? folder
        : null;

    /// <summary>Where the newest patch of a release is; null where it is not here.</summary>
    public static string? FolderOf(string release) =>
        s_folder is null
            ? null
            : Directory.GetDirectories(s_folder, release + ".*").Order(StringComparer.Ordinal).LastOrDefault();

    /// <summary>The files below a folder, as the targets hand them over.</summary>
    public static InMemorySchema[] Read(string folder) =>
        [
            .. Directory
                .GetFiles(folder, "*.json", SearchOption.AllDirectories)
                .Select(file => new InMemorySchema(file, File.ReadAllText(file), ("Kind", "docs"))),
        ];
}
