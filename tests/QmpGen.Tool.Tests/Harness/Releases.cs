using System.Text.Json.Nodes;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Qapi;
using Xunit;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>
/// QEMU's schema source, which is not ours to copy: the variable QMPGEN_QAPI names a folder with
/// <c>RELEASE/qapi/qapi-schema.json</c> and the
/// like. One hand-made release is always there.
/// </summary>
public static class Releases
{
    private static readonly string[] s_catalogues = ["Data/handmade-names.json", "schema/names.json"];
    private static readonly string[] s_parts = ["qapi", "qga", "storage-daemon/qapi"];

    private static readonly string[] s_folders =
    [
        .. Directory.GetDirectories(InOutput("Data/releases")),
        .. Environment.GetEnvironmentVariable("QMPGEN_QAPI") is { Length: > 0 } folder
            ? Directory.GetDirectories(folder)
            : [],
    ];

    /// <summary>The catalogues whose source is here.</summary>
    public static TheoryData<string> Catalogues =>
        [.. s_catalogues.Where(file => ReleasesOf(file).All(release => FolderOf(release + "/") is not null))];

    /// <summary>Every main file of every release, as <c>RELEASE/PART</c>.</summary>
    public static TheoryData<string> Schemas =>
        [
            .. s_folders
                .SelectMany(folder => s_parts.Select(part => $"{Path.GetFileName(folder)}/{part}"))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The builds whose source is here.</summary>
    public static TheoryData<string> Builds =>
        [.. Build.All.Where(build => FolderOf(build.Schema) is not null).Select(build => build.File)];

    /// <summary>A catalogue, made from the source.</summary>
    internal static string MakeCatalogue(string file) =>
        CommandLine.Run(["names", "--qapi", .. ReleasesOf(file).Select(release => FolderOf(release + "/")!)]).Output;

    /// <summary>The dump of a build, made from the source.</summary>
    internal static string Introspect(Build build) =>
        Introspect(build.Schema, BuildConfiguration.Defining(build.Symbols));

    internal static string Introspect(string schema, BuildConfiguration build) =>
        Introspector.Introspect(Read(schema), build);

    /// <summary>Reads a schema, and collects the texts of its files.</summary>
    internal static QapiSchema Read(string schema, ICollection<string>? texts = null) =>
        QapiSchema.Read(
            $"{Path.GetDirectoryName(FolderOf(schema))}/{schema}/qapi-schema.json",
            path =>
            {
                string? text = File.Exists(path) ? File.ReadAllText(path) : null;
                texts?.Add(text ?? "");
                return text;
            }
        );

    /// <summary>A file that stands beside the tests.</summary>
    internal static string InOutput(string path) => Path.Combine(AppContext.BaseDirectory, path);

    private static IEnumerable<string> ReleasesOf(string catalogue) =>
        JsonNode.Parse(File.ReadAllText(InOutput(catalogue)))!["releases"]!
            .AsArray()
            .Select(release => (string)release!);

    private static string? FolderOf(string schema) =>
        s_folders.FirstOrDefault(folder => schema.StartsWith(Path.GetFileName(folder) + "/", StringComparison.Ordinal));
}
