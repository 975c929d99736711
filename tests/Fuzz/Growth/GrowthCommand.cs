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

    public static Command Create()
    {
        Command command = new(
            "growth",
            "Measures hostile inputs of a size and of twice that size. The exit code is 1 if a cost grows faster."
        )
        {
            s_shape,
        };
        command.SetAction(arguments => Run(arguments.GetRequiredValue(s_shape)));
        return command;
    }

    private static int Run(string filter)
    {
        int failures = 0;
        foreach (
            GrowthShape shape in GrowthShapes.All.Where(shape => shape.Name.Contains(filter, StringComparison.Ordinal))
        )
        {
            GrowthReport report = GrowthMeter.Measure(shape);
            failures += report.IsBounded ? 0 : 1;
            Console.WriteLine(report);
        }

        return failures == 0 ? 0 : 1;
    }
}
