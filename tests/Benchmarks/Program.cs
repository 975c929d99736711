using System.Globalization;
using BenchmarkDotNet.Running;
using QmpGen.Benchmarks;

// README.md describes the commands.
switch (args)
{
    case ["clients", .. string[] options]:
        await ClientTable.RunAsync(TableOptions.Parse(options), Console.Out);
        return 0;
    case ["growth", .. string[] options]:
        return await GrowthTable.RunAsync(TableOptions.Parse(options), Console.Out) ? 0 : 1;
    case ["build-cost"]:
        BuildCost.MeasureCleanBuilds(rounds: 5);
        return 0;
    case ["edit-cost"]:
        BuildCost.MeasureEdits(rounds: 5);
        return 0;
    case ["respond", string path, string schemaCopies]:
        return InstantResponder.Run(path, int.Parse(schemaCopies, CultureInfo.InvariantCulture));
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GeneratorBenchmarks).Assembly).Run(args);
        return 0;
}
