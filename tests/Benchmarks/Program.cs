using BenchmarkDotNet.Running;
using QmpGen.Benchmarks;

// The cost of the bindings in a build: dotnet run -c Release --project tests/Benchmarks -- build-cost
// The time of the generator:           dotnet run -c Release --project tests/Benchmarks -- --filter '*'
if (args is ["build-cost", ..])
{
    return BuildCost.Run(rounds: 5);
}

BenchmarkSwitcher.FromAssembly(typeof(GeneratorBenchmarks).Assembly).Run(args);
return 0;
