using System.Reflection;

namespace QmpGen.Generator.Tests;

/// <summary>What the build of this project knew and a test needs.</summary>
internal static class BuildFacts
{
    /// <summary>Where this project's files are.</summary>
    public static string ProjectDirectory { get; } = Read(nameof(ProjectDirectory));

    /// <summary>Where the SDK has its analyzers.</summary>
    public static string SdkAnalyzers { get; } = Read(nameof(SdkAnalyzers));

    private static string Read(string key) =>
        typeof(BuildFacts)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
