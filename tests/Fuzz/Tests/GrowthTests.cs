using QmpGen.Fuzz.Growth;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>Hostile inputs of twice the size cost about twice as much. The program uses larger sizes.</summary>
public sealed class GrowthTests
{
    private const int Part = 4;
    private const int MinSize = 16;

    public static TheoryData<string> Names => [.. GrowthShapes.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shape_OfTwiceTheSize_CostsAboutTwiceAsMuch(string name)
    {
        GrowthShape shape = GrowthShapes.All.Single(shape => shape.Name == name);

        GrowthReport report = GrowthMeter.Measure(
            shape with
            {
                Size = Math.Max(shape.Size / Part, Math.Min(shape.Size, MinSize)),
            },
            attempts: 1
        );

        Assert.True(report.IsBounded, report.ToString());
    }

    [Fact]
    public void Meter_WithQuadraticShape_ReportsIt()
    {
        GrowthShape shape = new("quadratic", 2_000, n => new GrowthInput(n, () => new string('x', n * n).Length));

        GrowthReport report = GrowthMeter.Measure(shape, attempts: 1);

        Assert.False(report.IsAllocationBounded, report.ToString());
    }
}
