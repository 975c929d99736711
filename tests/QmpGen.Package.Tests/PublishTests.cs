using QmpGen.Tests;
using QmpGen.Tests.Builds;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Package.Tests;

/// <summary>Publishes the tour as a self-contained program.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PublishTests(PackageFeed feed, ITestOutputHelper output)
{
    // First measured: 25.9 and 7.6 MiB. Native code had 9.2 MiB when the checks of the server were added.
    [QemuFact]
    public Task Tour_WhenTrimmed_RunsAgainstQemuAndStaysSmall() => PublishAsync("PublishTrimmed", 28);

    [AotFact]
    public Task Tour_CompiledToNativeCode_RunsAgainstQemuAndStaysSmall() => PublishAsync("PublishAot", 10);

    /// <param name="property">The property that selects how to publish.</param>
    /// <param name="maxSize">The largest size in MiB, without symbols.</param>
    private async Task PublishAsync(string property, int maxSize)
    {
        using PackageConsumerProject user = new(feed);
        foreach (string file in Directory.GetFiles(Path.Combine(PackageFeed.Repository, "samples/Tour"), "*.cs"))
        {
            user.Copy(file, Path.GetFileName(file));
        }

        user.Copy("schema/qemu-7.2.json", "qemu-7.2.json");
        user.WriteProject(
            "Tour.csproj",
            ["QmpGen", "QmpGen.Testing"],
            """
            <QmpSchema Include="qemu-7.2.json" Namespace="Qemu" QemuVersion="7.2.22" />
            <EmbeddedResource Include="qemu-7.2.json" LogicalName="schema.json" />
            """,
            $"""
            <OutputType>Exe</OutputType>
            <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
            <SelfContained>true</SelfContained>
            <{property}>true</{property}>
            <InvariantGlobalization>true</InvariantGlobalization>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <NoWarn>$(NoWarn);CA2007</NoWarn>
            """
        );
        (
            await user.DotnetAsync(["publish", "--output", user.PathOf("published"), .. TemporaryProject.BuildOptions])
        ).AssertSuccess();

        ProcessResult tour = await user.RunAsync("published/Tour");

        Assert.Contains("started by QemuProcess", tour.AssertSuccess().Output, StringComparison.Ordinal);
        Assert.Contains("End of the tour", tour.Output, StringComparison.Ordinal);
        double size =
            new DirectoryInfo(user.PathOf("published"))
                .EnumerateFiles()
                .Where(file => file.Extension is not (".dbg" or ".pdb"))
                .Sum(file => file.Length) / 1048576.0;
        output.WriteLine($"With {property} the tour has {size:F1} MiB.");
        Assert.True(size < maxSize, $"With {property} the tour has {size:F1} MiB. The limit is {maxSize}.");
    }
}
