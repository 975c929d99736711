using QmpGen.Fuzz.Growth;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>Hostile inputs of twice the size allocate about twice as much. The program also measures time.</summary>
public sealed class GrowthTests
{
    public static TheoryData<string> Names => [.. GrowthShapes.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shape_OfTwiceTheSize_AllocatesAboutTwiceAsMuch(string name)
    {
        GrowthShape shape = GrowthShapes.All.Single(shape => shape.Name == name);

        GrowthReport report = GrowthMeter.Measure(shape, attempts: 1);

        Assert.True(report.IsAllocationBounded, report.ToString());
    }

    [Fact]
    public void Meter_WithQuadraticShape_ReportsIt()
    {
        GrowthShape shape = new("quadratic", 2_000, n => new GrowthInput(n, () => new string('x', n * n).Length));

        GrowthReport report = GrowthMeter.Measure(shape, attempts: 1);

        Assert.False(report.IsAllocationBounded, report.ToString());
    }
}
