using Xunit.Abstractions;

namespace QmpGen.Soak;

/// <summary>A slice of the soak; <c>dotnet run -c Release --project tests/Soak -- --minutes 30</c> runs as long as it
/// is told.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [QemuFact]
    public async Task Every_call_is_accounted_for_while_QEMUs_come_and_go()
    {
        using StringWriter report = new();
        IReadOnlyList<string> wrong = await Soak.RunAsync(
            new SoakOptions
            {
                Time = TimeSpan.FromSeconds(15),
                Machines = 2,
                Monitors = 25,
            },
            report
        );
        output.WriteLine($"{report}");
        Assert.Empty(wrong);
    }
}
