using QmpGen.Tests;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Package.Tests;

/// <summary>The tour, with the packages, published for those who have no .NET.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PublishTests(PackageFeed feed, ITestOutputHelper output)
{
    // 25.9 and 7.6 MiB when they were first measured.
    [QemuFact]
    public Task Trimmed_the_tour_runs_against_QEMU_and_stays_small() => PublishAsync("PublishTrimmed", 28);

    [AotFact]
    public Task Compiled_natively_the_tour_runs_against_QEMU_and_stays_small() => PublishAsync("PublishAot", 9);

    /// <param name="property">How it is published.</param>
    /// <param name="bound">How many MiB it may take, symbols not counted.</param>
    private async Task PublishAsync(string property, int bound)
    {
        using Workspace user = new(feed);
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
            await user.DotnetAsync(["publish", "--output", user.PathOf("published"), .. Workspace.BuildOptions])
        ).WentWell();

        Outcome tour = await user.RunAsync("published/Tour");

        Assert.Contains("started by QemuProcess", tour.WentWell().Output, StringComparison.Ordinal);
        Assert.Contains("That was every part of it", tour.Output, StringComparison.Ordinal);
        double size =
            new DirectoryInfo(user.PathOf("published"))
                .EnumerateFiles()
                .Where(file => file.Extension is not (".dbg" or ".pdb"))
                .Sum(file => file.Length) / 1048576.0;
        output.WriteLine($"With {property} the tour takes {size:F1} MiB.");
        Assert.True(size < bound, $"With {property} the tour takes {size:F1} MiB, which is more than {bound}.");
    }
}
