using System.CommandLine;
using QmpGen.Soak;

Option<double> minutes = new("--minutes") { Description = "The duration of the load.", DefaultValueFactory = _ => 1 };
Option<int> machines = new("--machines") { Description = "The number of QEMUs.", DefaultValueFactory = _ => 4 };
Option<int> monitors = new("--monitors")
{
    Description = "The number of monitors of each QEMU, with one connection each.",
    DefaultValueFactory = _ => 50,
};
Option<int> seed = new("--seed") { Description = "The seed of random numbers.", DefaultValueFactory = _ => 1 };
RootCommand command = new(
    "Starts, kills, pauses and quits QEMUs under the load of many connections, and checks that every call ends."
)
{
    minutes,
    machines,
    monitors,
    seed,
};
command.SetAction(async result =>
{
    SoakOptions options = new()
    {
        Time = TimeSpan.FromMinutes(result.GetValue(minutes)),
        Machines = result.GetValue(machines),
        Monitors = result.GetValue(monitors),
        Seed = result.GetValue(seed),
    };
    IReadOnlyList<string> failures = await SoakRun.RunAsync(options, Console.Out);
    Console.WriteLine(failures.Count == 0 ? "Every call ended." : string.Join('\n', failures));
    return failures.Count == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
