using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>The versions of packages, shown by a small one that is packed as ours are. NuGet unpacks a version once and
/// for all.</summary>
[Collection(nameof(PackageFeed))]
public sealed class VersionTests(PackageFeed feed)
{
    [Fact]
    public async Task What_has_changed_is_packed_with_a_later_version_and_what_has_not_with_the_same()
    {
        using Workspace maker = Small(feed);
        string first = await PackAsync(maker);
        Assert.Matches(@"^small\.[0-9.]+-dev\.\d{8}T\d{6}Z$", first);
        Assert.Equal(first, await PackAsync(maker));

        maker.Write(
            "Small.cs",
            "namespace Things;\n\n/// <summary>It is so, and has changed.</summary>\npublic static class Small;"
        );

        Assert.True(string.CompareOrdinal(await PackAsync(maker), first) > 0);
    }

    [Fact]
    public async Task A_release_is_packed_with_the_version_that_it_is_given()
    {
        using Workspace maker = Small(feed);

        Assert.Equal("small.3.2.1", await PackAsync(maker, "-p:Version=3.2.1"));
    }

    private static Workspace Small(PackageFeed feed)
    {
        Workspace maker = new(feed);
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets" })
        {
            maker.Write(file, $"""<Project><Import Project="{PackageFeed.Repository}/{file}" /></Project>""");
        }

        maker.Write(
            "small.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><IsPackable>true</IsPackable></PropertyGroup></Project>"""
        );
        maker.Write("Small.cs", "namespace Things;\n\n/// <summary>It is so.</summary>\npublic static class Small;");
        return maker;
    }

    private static async Task<string> PackAsync(Workspace maker, params string[] options)
    {
        string directory = maker.PathOf("packages");
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        (await maker.DotnetAsync(["pack", "--output", directory, .. options, .. Workspace.BuildOptions])).WentWell();
        return Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(directory, "*.nupkg")));
    }
}
