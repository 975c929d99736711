using QmpGen.Tests;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Benchmarks;

/// <summary>A short run of each table. README.md describes the long ones.</summary>
public sealed class BenchmarkTests(ITestOutputHelper log)
{
    [QemuFact]
    public async Task ClientTable_WithFewCalls_HasEveryRow()
    {
        using StringWriter output = new();
        await ClientTable.RunAsync(TableOptions.Smoke, output);
        log.WriteLine($"{output}");
        Assert.All(
            ClientRow.All.Select(row => row.Name).Concat(["connect, negotiate", "idle connection", "QEMU"]),
            name => Assert.Contains(name, $"{output}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task GrowthTable_WithFewItems_HasLinearAllocations()
    {
        using StringWriter output = new();
        bool isLinear = await GrowthTable.RunAsync(TableOptions.Smoke, output);
        log.WriteLine($"{output}");
        Assert.True(isLinear, $"{output}");
    }
}
