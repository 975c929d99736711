using System.Diagnostics;
using System.Globalization;

namespace QmpGen.Benchmarks;

/// <summary>Measures the cost of the bindings of QEMU 11.1 in a clean build, compared with an empty project.</summary>
/// <remarks>The projects are built in turn, because the speed of the machine changes. The compiler server is off, so
/// that every build starts cold, as in CI.</remarks>
internal static class BuildCost
{
    /// <summary>Commands that also configure disks and networks, and require the options of all block
    /// drivers.</summary>
    public const string TwentyCommands =
        "query-status query-version query-block query-named-block-nodes query-cpus-fast query-jobs query-chardev "
        + "query-pci stop cont quit system_reset system_powerdown blockdev-add blockdev-del device_add device_del "
        + "netdev_add netdev_del job-dismiss";

    private const string SomeEvents = "SHUTDOWN STOP RESUME DEVICE_DELETED JOB_STATUS_CHANGE";

    /// <summary>Commands that only watch and control machines.</summary>
    private const string PlainCommands =
        "query-status query-version query-name query-uuid query-kvm query-cpus-fast query-jobs query-chardev "
        + "query-block stop cont quit system_reset system_powerdown device_add device_del balloon query-balloon "
        + "human-monitor-command job-dismiss";

    private static readonly (string Name, string Item)[] s_projects =
    [
        ("empty", ""),
        ("everything", CreateItem("")),
        ("twenty commands", CreateItem($"""Commands="{TwentyCommands}" Events="{SomeEvents}" """)),
        ("twenty plain", CreateItem($"""Commands="{PlainCommands}" Events="{SomeEvents}" """)),
    ];

    /// <summary>Builds each project several times and prints the medians, and the ratios to the empty one.</summary>
    public static int Run(int rounds)
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("qmpgen-cost-");
        try
        {
            double[][] seconds = [.. s_projects.Select(_ => new double[rounds])];
            foreach ((string name, string item) in s_projects)
            {
                CreateProject(root, name, item);
                BuildProject(root, name);
            }

            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < s_projects.Length; i++)
                {
                    seconds[i][round] = BuildProject(root, s_projects[i].Name);
                }
            }

            PrintResults(seconds);
            return 0;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static void PrintResults(double[][] seconds)
    {
        for (int i = 0; i < s_projects.Length; i++)
        {
            double ratio = GetMedian([.. seconds[i].Zip(seconds[0], (some, empty) => some / empty)]);
            string all = string.Join(
                " ",
                seconds[i].Select(value => value.ToString("F2", CultureInfo.InvariantCulture))
            );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{s_projects[i].Name,-16} {GetMedian(seconds[i]):F2} s, {ratio:F2} times the empty project "
                        + $"({all})"
                )
            );
        }
    }

    private static double GetMedian(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static string CreateItem(string metadata) =>
        $"""<QmpSchema Include="{AppContext.BaseDirectory}schema/qemu-11.1.json" Namespace="Qemu" {metadata}/>""";

    private static void CreateProject(DirectoryInfo root, string name, string item)
    {
        string baseDirectory = AppContext.BaseDirectory;
        string folder = root.CreateSubdirectory(name).FullName;
        string bindings =
            item.Length == 0
                ? ""
                : $"""<Analyzer Include="{baseDirectory}QmpGen.Generator.dll" /><Reference Include="{baseDirectory}QmpGen.dll" />{item}""";
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "Console.WriteLine(\"hello\");\n");
        File.WriteAllText(
            Path.Combine(folder, "user.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{baseDirectory}QmpGen.props" Condition="'{item.Length}' != '0'" />
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
        RunDotNet(folder, "restore");
    }

    private static double BuildProject(DirectoryInfo root, string name)
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
        RunDotNet(folder, "build", "--no-restore", "-p:UseSharedCompilation=false", "-nodeReuse:false");
        return time.Elapsed.TotalSeconds;
    }

    private static void RunDotNet(string folder, params string[] arguments)
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
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed in {folder}:\n{output}");
        }
    }
}
