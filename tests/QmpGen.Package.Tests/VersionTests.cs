using QmpGen.Tests.Builds;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Checks package versions with a small project that is packed like the others.</summary>
/// <remarks>NuGet unpacks a version only once, so a changed package needs a later version.</remarks>
[Collection(nameof(PackageFeed))]
public sealed class VersionTests(PackageFeed feed)
{
    [Fact]
    public async Task Pack_OnlyAfterChange_HasLaterVersion()
    {
        using PackageConsumerProject project = CreateSmallProject(feed);
        string first = await PackAsync(project);
        Assert.Matches(@"^small\.[0-9.]+-dev\.\d{8}T\d{6}Z$", first);
        Assert.Equal(first, await PackAsync(project));

        project.Write("Small.cs", "namespace Things;\n\n/// <summary>Changed.</summary>\npublic static class Small;");

        Assert.True(string.CompareOrdinal(await PackAsync(project), first) > 0);
    }

    [Fact]
    public async Task Pack_WithVersion_UsesIt()
    {
        using PackageConsumerProject project = CreateSmallProject(feed);

        Assert.Equal("small.3.2.1", await PackAsync(project, "-p:Version=3.2.1"));
    }

    private static PackageConsumerProject CreateSmallProject(PackageFeed feed)
    {
        PackageConsumerProject project = new(feed);
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets" })
        {
            project.Write(file, $"""<Project><Import Project="{PackageFeed.Repository}/{file}" /></Project>""");
        }

        project.Write(
            "small.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><IsPackable>true</IsPackable></PropertyGroup></Project>"""
        );
        project.Write("Small.cs", "namespace Things;\n\n/// <summary>Unchanged.</summary>\npublic static class Small;");
        return project;
    }

    private static async Task<string> PackAsync(PackageConsumerProject project, params string[] options)
    {
        string directory = project.PathOf("packages");
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        (
            await project.DotnetAsync(["pack", "--output", directory, .. options, .. TemporaryProject.BuildOptions])
        ).AssertSuccess();
        return Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(directory, "*.nupkg")));
    }
}
