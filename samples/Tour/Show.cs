using Qemu;

namespace Tour;

/// <summary>Prints the tour.</summary>
internal static class Show
{
    private static readonly bool s_useColor =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private static int s_step;

    public static void Title(string text) => Console.WriteLine($"\n{Bold(text)}\n");

    public static void Fact(string name, string value) =>
        Console.WriteLine($"  {Dim(name.PadRight(12))} {value.TrimEnd()}");

    public static void Step(string title, string code) =>
        Console.WriteLine($"\n  {++s_step}. {Bold(title)}\n     {Dim(code)}");

    public static void Result(string text) => Console.WriteLine($"     → {text}");

    public static void End(string text) => Console.WriteLine($"\n{text}\n");

    /// <summary>Describes an instance by its branch: each branch of a union is a nested record.</summary>
    public static string Describe(YankInstance instance) =>
        instance switch
        {
            YankInstance.Chardev chardev => $"the chardev '{chardev.Id}'",
            YankInstance.BlockNode node => $"the block node '{node.NodeName}'",
            YankInstance.Migration => "the migration",
            _ => instance.Type.WireName,
        };

    private static string Bold(string text) => s_useColor ? $"\e[1m{text}\e[0m" : text;

    private static string Dim(string text) => s_useColor ? $"\e[2m{text}\e[0m" : text;
}
