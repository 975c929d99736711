using System.Text.Json.Nodes;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Json;
using QmpGen.Tool.Qapi;
using Xunit;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>The available releases of QEMU's source.</summary>
/// <remarks>
/// QEMU's source is not committed because of its license. The variable <c>QMPGEN_QAPI</c> names a folder with
/// <c>RELEASE/qapi/qapi-schema.json</c>. A handmade release is always available.
/// </remarks>
public static class QemuReleases
{
    private static readonly string[] s_catalogues = ["Data/handmade-names.json", "schema/names.json"];
    private static readonly string[] s_parts = ["qapi", "qga", "storage-daemon/qapi"];

    private static readonly string[] s_folders =
    [
        .. Directory.GetDirectories(TestFile.GetPath("Data/releases")),
        .. Environment.GetEnvironmentVariable("QMPGEN_QAPI") is { Length: > 0 } folder
            ? Directory.GetDirectories(folder)
            : [],
    ];

    /// <summary>The committed catalogues whose source is available.</summary>
    public static TheoryData<string> Catalogues =>
        [.. s_catalogues.Where(file => GetReleases(file).All(release => FindFolder(release + "/") is not null))];

    /// <summary>The main files of all releases, as <c>RELEASE/PART</c>.</summary>
    public static TheoryData<string> Schemas =>
        [
            .. s_folders
                .SelectMany(folder => s_parts.Select(part => $"{Path.GetFileName(folder)}/{part}"))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The committed dumps whose source is available.</summary>
    public static TheoryData<string> Builds =>
        [.. KnownBuild.All.Where(build => FindFolder(build.Schema) is not null).Select(build => build.File)];

    /// <summary>Creates a committed catalogue from the source again.</summary>
    internal static string CreateCatalogue(string file) =>
        ToolRunner.Run(["names", "--qapi", .. GetReleases(file).Select(release => FindFolder(release + "/")!)]).Output;

    /// <summary>Creates the dump of a build from the source.</summary>
    internal static string Introspect(KnownBuild build) =>
        JsonFormatter.FormatLines(
            Introspector.Introspect(Read(build.Schema), BuildConfiguration.FromSymbols(build.Symbols)),
            depth: 1
        );

    /// <summary>Reads a schema, and collects the texts of its files.</summary>
    internal static QapiSchema Read(string schema, ICollection<string>? texts = null) =>
        QapiSchema.Read(
            $"{Path.GetDirectoryName(FindFolder(schema))}/{schema}/qapi-schema.json",
            path =>
            {
                string? text = File.Exists(path) ? File.ReadAllText(path) : null;
                texts?.Add(text ?? "");
                return text;
            }
        );

    private static IEnumerable<string> GetReleases(string catalogue) =>
        JsonNode.Parse(TestFile.Read(catalogue))!["releases"]!.AsArray().Select(release => (string)release!);

    private static string? FindFolder(string schema) =>
        s_folders.FirstOrDefault(folder => schema.StartsWith(Path.GetFileName(folder) + "/", StringComparison.Ordinal));
}
