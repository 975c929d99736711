using Qemu;
using QmpGen.Testing;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.MergedBindings.Tests;

/// <summary>What <c>Supports</c> returns for servers of each merged release, and of none.</summary>
public sealed class SupportedReleaseTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Dumps =>
        new()
        {
            { "qemu-5.2", "5.2.0" },
            { "qemu-7.2", "7.2.22" },
            { "qemu-10.0", "10.0.13" },
            { "qemu-11.1", "11.1.3" },
        };

    /// <summary>The version and the schema of a server give the same result for every part of the bindings.</summary>
    [Theory]
    [MemberData(nameof(Dumps))]
    public async Task Supports_BySchema_EqualsSupportsByVersion(string dump, string release)
    {
        Version version = Version.Parse(release);
        QmpVersion known = new(version.Major, version.Minor, version.Build, "");
        await using QmpTestServer byVersion = Start(dump, known);
        await using QmpTestServer bySchema = Start(dump, known with { Package = "unknown" });
        await using QemuClient one = await QemuClient.ConnectAsync(byVersion.Endpoint);
        await using QemuClient other = await QemuClient.ConnectAsync(bySchema.Endpoint);
        Assert.DoesNotContain(byVersion.Calls, call => call.Command == "query-qmp-schema");
        Assert.Contains(bySchema.Calls, call => call.Command == "query-qmp-schema");

        List<string> differences = [];
        int count = 0;
        foreach ((string name, Func<QemuClient, bool> supports) in GeneratedParts.All)
        {
            count++;
            (bool left, bool right) = (supports(one), supports(other));
            if (left != right)
            {
                differences.Add($"{name}: {left} by version, {right} by schema");
            }
        }

        output.WriteLine($"{count} parts, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static QmpTestServer Start(string dump, QmpVersion version) =>
        QmpTestServer.Start(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{dump}.json")),
            new QmpTestServerOptions { Version = version }
        );
}
