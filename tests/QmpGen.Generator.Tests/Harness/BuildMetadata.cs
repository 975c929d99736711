using System.Reflection;

namespace QmpGen.Generator.Tests;

/// <summary>Paths that MSBuild passes to the tests.</summary>
internal static class BuildMetadata
{
    /// <summary>The folder of this project.</summary>
    public static string ProjectDirectory { get; } = Read(nameof(ProjectDirectory));

    /// <summary>The folder of the SDK's analyzers.</summary>
    public static string SdkAnalyzers { get; } = Read(nameof(SdkAnalyzers));

    /// <summary>The folder of the SDK's reference assemblies.</summary>
    public static string TargetingPacks { get; } = Read(nameof(TargetingPacks));

    private static string Read(string key) =>
        typeof(BuildMetadata)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
