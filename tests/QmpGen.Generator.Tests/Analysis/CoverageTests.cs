using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>What the check of one feature implies for others.</summary>
public sealed class CoverageTests
{
    [Theory]
    [InlineData("YankCommand", "new YankInstance.Chardev(), YankInstanceType.Chardev")]
    [InlineData("YankCommand", "[|new YankInstance.Migration()|], [|YankInstanceType.Migration|]")]
    [InlineData("YankCommand", "[|new DumpSkeysCommand()|], [|new StatsResult()|]")]
    [InlineData("DumpSkeysCommand", "[|new YankCommand()|]")]
    [InlineData("QueryStatsCommand", "new StatsResult(), new StatsProvider()")]
    [InlineData("QueryStatsCommand", "[|new YankCommand()|], new DeviceUnplugEvent { [|Path|] = \"a\" }")]
    [InlineData("YankInstance", "new YankInstance.Chardev(), YankInstanceType.Chardev, [|new YankCommand()|]")]
    [InlineData(
        "YankInstance.Migration",
        "new YankInstance.Migration(), new YankInstance.Chardev(), YankInstanceType.Migration"
    )]
    [InlineData("YankInstance.Chardev", "new YankInstance.Chardev(), [|new YankInstance.Migration()|]")]
    [InlineData("BlockdevOptions.Nvme", "new BlockdevOptions.Nvme { Flags = NvmeFlags.None }, [|new NvmeQueue()|]")]
    [InlineData("NvmeQueue", "new NvmeQueue(), [|new BlockdevOptions.Nvme()|]")]
    [InlineData("BlockdevAddCommand", "[|new BlockdevOptions.Nvme()|], [|NvmeFlags.None|]")]
    [InlineData("StatusInfo", "[|info.Reason|]")]
    public Task Type_WithCheck_ImpliesReachableTypes(string feature, string used) =>
        AnalyzerVerifier.VerifyBodyAsync($"if (vm.Supports<{feature}>()) {{ Use({used}); }}");

    [Theory]
    [InlineData("BlockdevOptionsNvme.Queue", "new BlockdevOptions.Nvme { Queue = new NvmeQueue() }, NvmeFlags.None")]
    [InlineData("BlockdevOptionsNvme.Queue", "[|BlockdevAio.IoUring|]")]
    [InlineData("BlockdevMirror.TargetIsZero", "new BlockdevMirrorCommand { Device = \"a\", TargetIsZero = true }")]
    [InlineData("BlockdevMirror.TargetIsZero", "new BlockdevMirrorCommand { Device = \"a\", [|Filter|] = \"a\" }")]
    [InlineData("DeviceUnplug.Path", "vm.Subscribe<DeviceUnplugEvent>()")]
    [InlineData("YankInstanceType.Migration", "YankInstanceType.Chardev, [|new YankInstance.Migration()|]")]
    [InlineData("BlockdevOptionsFile.Aio", "BlockdevAio.Threads, [|BlockdevAio.IoUring|]")]
    public Task Member_WithCheck_ImpliesItsTypes(string token, string used) =>
        AnalyzerVerifier.VerifyBodyAsync($"if (vm.Supports(QemuFeatures.{token})) {{ Use({used}); }}");
}
