using System.Reflection;

namespace QmpGen.Architecture.Tests;

/// <summary>The source files of the repository.</summary>
internal static class Repository
{
    private static readonly string[] s_roots = ["generator", "runtime", "tool", "samples", "tests"];

    private static readonly string[] s_ignoredFolders = ["bin", "obj", "Snapshots", "Data"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Directory { get; } =
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryDirectory")
            .Value!;

    /// <summary>All C# files, as paths relative to the repository with forward slashes.</summary>
    public static IReadOnlyList<string> SourceFiles { get; } =
    [.. s_roots.SelectMany(root => FilesIn(root)).Order(StringComparer.Ordinal)];

    /// <summary>Lists the C# files below a folder of the repository.</summary>
    public static IEnumerable<string> FilesIn(string folder) =>
        System
            .IO.Directory.EnumerateFiles(Path.Combine(Directory, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Directory, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(s_ignoredFolders.Contains));

    /// <summary>Reads a file.</summary>
    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Directory, relativePath));
}
