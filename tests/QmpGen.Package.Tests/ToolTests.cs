using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>The tool, installed as a user does.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ToolTests(PackageFeed feed)
{
    [Fact]
    public async Task The_tool_installs_from_the_package_and_runs()
    {
        using Workspace user = new(feed);
        (
            await user.DotnetAsync(
                "tool",
                "install",
                "QmpGen.Tool",
                "--tool-path",
                user.PathOf("tools"),
                "--version",
                feed.Version("QmpGen.Tool")
            )
        ).WentWell();

        Outcome help = await user.RunAsync("tools/qmpgen", "--help");

        Assert.Contains("introspect", help.WentWell().Output, StringComparison.Ordinal);
    }
}
