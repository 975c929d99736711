namespace QmpGen.Generator.Tests;

/// <summary>Finds QEMU's QAPI source, which is not part of the repository.</summary>
/// <remarks>The environment variable QMPGEN_QAPI names a folder with <c>RELEASE/qapi</c> and <c>RELEASE/qga</c>.</remarks>
internal static class QemuSource
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("QMPGEN_QAPI")
        is { Length: > 0 } folder
        ? folder
        : null;

    /// <summary>Gets the folder of a release's newest patch version, or null if it is not available.</summary>
    public static string? FolderOf(string release) =>
        s_folder is null
            ? null
            : Directory.GetDirectories(s_folder, release + ".*").Order(StringComparer.Ordinal).LastOrDefault();

    /// <summary>Reads all files in a folder, as the targets pass them to the generator.</summary>
    public static InMemorySchema[] Read(string folder) =>
        [
            .. Directory
                .GetFiles(folder, "*.json", SearchOption.AllDirectories)
                .Select(file => new InMemorySchema(file, File.ReadAllText(file), ("Kind", "docs"))),
        ];
}
