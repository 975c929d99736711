using System.Reflection;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>A committed file, such as <c>schema/qemu-7.2.json</c> or a file in <c>Data</c>.</summary>
internal static class TestFile
{
    /// <summary>The folder of this project.</summary>
    public static string ProjectDirectory { get; } =
        typeof(TestFile)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == nameof(ProjectDirectory))
            .Value!;

    public static string Read(string path) => File.ReadAllText(GetPath(path));

    /// <summary>The path of the copy beside the tests.</summary>
    public static string GetPath(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
