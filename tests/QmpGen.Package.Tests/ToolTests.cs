using QmpGen.Tests.Builds;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Installs and runs the tool package.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ToolTests(PackageFeed feed)
{
    [Fact]
    public async Task Tool_InstalledFromPackage_Runs()
    {
        using PackageConsumerProject user = new(feed);
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
        ).AssertSuccess();

        ProcessResult help = await user.RunAsync("tools/qmpgen", "--help");

        Assert.Contains("introspect", help.AssertSuccess().Output, StringComparison.Ordinal);
    }
}
