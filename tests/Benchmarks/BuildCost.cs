using System.Diagnostics;
using System.Globalization;

namespace QmpGen.Benchmarks;

/// <summary>
/// What the bindings cost in a clean build: projects with the schema of QEMU 11.1 against an empty one, in turn on the
/// same machine, since the machine's speed
/// changes. Without the compiler's server, so that every build starts cold, as in CI.
/// </summary>
internal static class BuildCost
{
    /// <summary>What a program may need that also sets up a machine's disks and networks: the options of all block
    /// drivers come with it.</summary>
    public const string TwentyCommands =
        "query-status query-version query-block query-named-block-nodes query-cpus-fast query-jobs query-chardev query-pci stop cont quit system_reset "
        + "system_powerdown blockdev-add blockdev-del device_add device_del netdev_add netdev_del job-dismiss";

    private const string SomeEvents = "SHUTDOWN STOP RESUME DEVICE_DELETED JOB_STATUS_CHANGE";

    /// <summary>What one may need that watches and steers machines.</summary>
    private const string PlainCommands =
        "query-status query-version query-name query-uuid query-kvm query-cpus-fast query-jobs query-chardev query-block stop cont quit system_reset "
        + "system_powerdown device_add device_del balloon query-balloon human-monitor-command job-dismiss";

    private static readonly (string Name, string Item)[] s_projects =
    [
        ("empty", ""),
        ("everything", Item("")),
        ("twenty commands", Item($"""Commands="{TwentyCommands}" Events="{SomeEvents}" """)),
        ("twenty plain", Item($"""Commands="{PlainCommands}" Events="{SomeEvents}" """)),
    ];

    /// <summary>Builds each project so often and prints the medians, and the ratios to the empty one.</summary>
    public static int Run(int rounds)
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("qmpgen-cost-");
        try
        {
            double[][] seconds = [.. s_projects.Select(_ => new double[rounds])];
            foreach ((string name, string item) in s_projects)
            {
                Make(root, name, item);
                Build(root, name);
            }

            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < s_projects.Length; i++)
                {
                    seconds[i][round] = Build(root, s_projects[i].Name);
                }
            }

            Print(seconds);
            return 0;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static void Print(double[][] seconds)
    {
        for (int i = 0; i < s_projects.Length; i++)
        {
            double ratio = Median([.. seconds[i].Zip(seconds[0], (some, empty) => some / empty)]);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{s_projects[i].Name,-16} {Median(seconds[i]):F2} s, {ratio:F2} times the empty project ({string.Join(" ", seconds[i].Select(value => value.ToString("F2", CultureInfo.InvariantCulture)))})"
                )
            );
        }
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static string Item(string metadata) =>
        $"""<QmpSchema Include="{AppContext.BaseDirectory}schema/qemu-11.1.json" Namespace="Qemu" {metadata}/>""";

    private static void Make(DirectoryInfo root, string name, string item)
    {
        string here = AppContext.BaseDirectory;
        string folder = root.CreateSubdirectory(name).FullName;
        string bindings =
            item.Length == 0
                ? ""
                : $"""<Analyzer Include="{here}QmpGen.Generator.dll" /><Reference Include="{here}QmpGen.dll" />{item}""";
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "Console.WriteLine(\"hello\");\n");
        File.WriteAllText(
            Path.Combine(folder, "user.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{here}QmpGen.props" Condition="'{item.Length}' != '0'" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>{bindings}</ItemGroup>
            </Project>
            """
        );
        DotNet(folder, "restore");
    }

    private static double Build(DirectoryInfo root, string name)
    {
        string folder = Path.Combine(root.FullName, name);
        foreach (
            string left in new[] { "bin", "obj/Debug" }
                .Select(part => Path.Combine(folder, part))
                .Where(Directory.Exists)
        )
        {
            Directory.Delete(left, recursive: true);
        }

        Stopwatch time = Stopwatch.StartNew();
        DotNet(folder, "build", "--no-restore", "-p:UseSharedCompilation=false", "-nodeReuse:false");
        return time.Elapsed.TotalSeconds;
    }

    private static void DotNet(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [.. arguments, "-nologo", "-verbosity:quiet"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"dotnet {string.Join(' ', arguments)} in {folder} has failed:\n{output}"
            );
        }
    }
}
