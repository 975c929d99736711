using System.CommandLine;
using QmpGen.Soak;

Option<double> minutes = new("--minutes") { Description = "How long calls are made.", DefaultValueFactory = _ => 1 };
Option<int> machines = new("--machines") { Description = "How many QEMUs there are.", DefaultValueFactory = _ => 4 };
Option<int> monitors = new("--monitors")
{
    Description = "How many monitors each has, with one connection to each.",
    DefaultValueFactory = _ => 50,
};
Option<int> seed = new("--seed") { Description = "What chance begins with.", DefaultValueFactory = _ => 1 };
RootCommand command = new(
    "Starts QEMUs, kills, pauses and quits them under the load of many connections, and accounts for every call."
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
    IReadOnlyList<string> wrong = await Soak.RunAsync(options, Console.Out);
    Console.WriteLine(wrong.Count == 0 ? "Balanced: every call is accounted for." : string.Join('\n', wrong));
    return wrong.Count == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
