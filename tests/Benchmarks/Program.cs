using BenchmarkDotNet.Running;
using QmpGen.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- build-cost what the bindings cost in a build, against an empty
// project
// dotnet run -c Release --project tests/Benchmarks -- --filter '*' what the generator takes in the process of the
// compiler
if (args is ["build-cost", ..])
{
    return BuildCost.Run(rounds: 5);
}

BenchmarkSwitcher.FromAssembly(typeof(GeneratorBenchmarks).Assembly).Run(args);
return 0;
