using Xunit.Abstractions;

namespace QmpGen.Soak;

/// <summary>A short run. <c>dotnet run -c Release --project tests/Soak -- --minutes 30</c> is a long one.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [QemuFact]
    public async Task Calls_WhileQemusAreDisrupted_AllEnd()
    {
        using StringWriter report = new();
        IReadOnlyList<string> failures = await SoakRun.RunAsync(
            new SoakOptions
            {
                Time = TimeSpan.FromSeconds(15),
                Machines = 2,
                Monitors = 25,
            },
            report
        );
        output.WriteLine($"{report}");
        Assert.Empty(failures);
    }
}
