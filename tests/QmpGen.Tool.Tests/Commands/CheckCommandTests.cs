using QmpGen.Tests;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Commands;

public sealed class CheckCommandTests
{
    [QemuFact("7.2")]
    public async Task Check_OfQemuWithItsDump_FindsNoDifference()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();

        (int exitCode, string output, string error) = ToolRunner.Run(
            "check",
            qemu.Endpoint,
            "--schema",
            GetDump("10.0"),
            GetDump("7.2"),
            GetDump("5.2")
        );

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith($"qemu-7.2 -> {qemu.Endpoint} (7.2.", output, StringComparison.Ordinal);
    }

    [QemuFact("7.2")]
    public async Task Check_OfQemuWithOtherDump_PrintsDifferences()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();

        (int exitCode, string output, _) = ToolRunner.Run("check", qemu.Endpoint, "--schema", GetDump("10.0"));

        Assert.Equal(3, exitCode);
        Assert.Contains("- request-ebpf  [runtime]\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:/missing.qmp")]
    [InlineData("missing.qmp")]
    public void Check_OfInvalidEndpoint_FailsWithItsName(string endpoint)
    {
        (int exitCode, string output, string error) = ToolRunner.Run("check", endpoint, "--schema", GetDump("7.2"));

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains(endpoint, error, StringComparison.Ordinal);
    }

    private static string GetDump(string release) => TestFile.GetPath($"schema/qemu-{release}.json");
}
