using System.Diagnostics;
using Qemu;
using QmpGen.Tests;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.MergedBindings.Tests;

/// <summary>Compares the merged bindings with the schema of a real QEMU.</summary>
public sealed class MergedSchemaTests(ITestOutputHelper output)
{
    [QemuFact("5.2", "7.2", "10.0", "11.1")]
    public async Task Comparison_WithAMergedRelease_HasOnlyHarmlessDifferences()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "none");
        await using QemuClient vm = await QemuClient.ConnectAsync(qemu.Endpoint);

        Stopwatch time = Stopwatch.StartNew();
        QmpSchemaComparison comparison = await vm.CompareSchemaAsync();

        output.WriteLine($"{comparison.Entities.Count} entities differ; {time.ElapsedMilliseconds} ms");
        time.Restart();
        _ = await vm.CompareSchemaAsync();
        output.WriteLine($"again: {time.ElapsedMilliseconds} ms");
        Assert.Equal(vm.Greeting.Version, comparison.ServerVersion);
        Assert.NotEmpty(comparison.Entities);
        Assert.True(comparison.Severity <= QmpSchemaSeverity.Harmless, comparison.ToString());
    }

    /// <summary>A guard costs a lookup. The bound is far above the nanoseconds of an optimized build.</summary>
    [QemuFact("5.2", "7.2", "10.0", "11.1")]
    public async Task Supports_WhenRepeated_TakesLessThanAMicrosecond()
    {
        const int Count = 1_000_000;
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "none");
        await using QemuClient vm = await QemuClient.ConnectAsync(qemu.Endpoint);
        bool expected = vm.Supports<YankCommand>();
        int supported = 0;

        Stopwatch time = Stopwatch.StartNew();
        for (int i = 0; i < Count; i++)
        {
            supported += vm.Supports<YankCommand>() ? 1 : 0;
        }

        double nanoseconds = time.Elapsed.TotalNanoseconds / Count;
        output.WriteLine($"{nanoseconds:0} ns");
        Assert.Equal(expected ? Count : 0, supported);
        Assert.InRange(nanoseconds, 0, 1000);
    }

    [QemuFact("5.2", "7.2", "10.0", "11.1")]
    public async Task Supports_OfARealQemu_AgreesWithIt()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "none");
        await using QemuClient vm = await QemuClient.ConnectAsync(qemu.Endpoint);
        bool isOld = vm.Greeting.Version < new QmpVersion(6, 0, 0, "");

        Assert.Equal(!isOld, vm.Supports<YankCommand>());
        Assert.Equal(!isOld, vm.Supports<QueryYankCommand>());
        Assert.Equal(vm.Supports<YankCommand>(), vm.Supports("yank/arg-type/instances"));
        Assert.True(vm.Supports<BlockdevOptions.NullCo>());
        Assert.True(vm.Supports(RunState.Prelaunch));
        Assert.Equal(
            vm.Supports(QemuFeatures.BlockdevOptions.Active),
            vm.Supports("blockdev-add/arg-type/*active/!boolean")
        );
    }
}
