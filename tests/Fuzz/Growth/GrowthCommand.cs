using System.CommandLine;

namespace QmpGen.Fuzz.Growth;

/// <summary>The command that measures how costs grow with the size of hostile inputs.</summary>
internal static class GrowthCommand
{
    private static readonly Option<string> s_shape = new("--shape")
    {
        Description = "Measure only the shapes whose name contains this text.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<int?> s_size = new("--size") { Description = "Use this size for every shape." };

    public static Command Create()
    {
        Command command = new(
            "growth",
            "Measures hostile inputs of a size and of twice that size. The exit code is 1 if a cost grows faster."
        )
        {
            s_shape,
            s_size,
        };
        command.SetAction(arguments => Run(arguments.GetRequiredValue(s_shape), arguments.GetValue(s_size)));
        return command;
    }

    private static int Run(string filter, int? size)
    {
        int failures = 0;
        foreach (
            GrowthShape shape in GrowthShapes.All.Where(shape => shape.Name.Contains(filter, StringComparison.Ordinal))
        )
        {
            GrowthReport report = GrowthMeter.Measure(shape with { Size = size ?? shape.Size });
            failures += report.IsBounded ? 0 : 1;
            Console.WriteLine(report);
        }

        return failures == 0 ? 0 : 1;
    }
}
