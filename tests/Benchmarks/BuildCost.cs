using System.Globalization;

namespace QmpGen.Benchmarks;

/// <summary>Measures the cost of the bindings of QEMU 11.1 in a build, compared with an empty project.</summary>
/// <remarks>The projects are built in turn, because the speed of the machine changes.</remarks>
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

    /// <summary>Measures clean builds, and prints the medians and the ratios to the empty project.</summary>
    public static void MeasureCleanBuilds(int rounds) =>
        Measure(
            rounds,
            root => [.. s_projects.Select(project => new UserProject(root, project.Name, project.Item))],
            project => project.Rebuild(),
            _ => 0
        );

    /// <summary>Measures builds after an edit of one line, with the bindings in the project and in a library.</summary>
    public static void MeasureEdits(int rounds)
    {
        // Each project with bindings is compared with the one before it.
        static UserProject[] CreateProjects(DirectoryInfo root)
        {
            string bindings = CreateItem("""Accessibility="public" """);
            UserProject emptyLibrary = new(root, "empty library", "", isLibrary: true);
            UserProject library = new(root, "library", bindings, isLibrary: true);
            return
            [
                new(root, "empty", ""),
                new(root, "everything", bindings),
                new(root, "user of empty", "", emptyLibrary),
                new(root, "user of library", "", library),
            ];
        }

        Measure(rounds, CreateProjects, project => project.EditAndBuild(), i => i / 2 * 2);
    }

    private static void Measure(
        int rounds,
        Func<DirectoryInfo, UserProject[]> create,
        Func<UserProject, double> build,
        Func<int, int> findBaseline
    )
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("qmpgen-cost-");
        try
        {
            UserProject[] projects = create(root);
            double[][] seconds = [.. projects.Select(_ => new double[rounds])];
            for (int round = -1; round < rounds; round++)
            {
                for (int i = 0; i < projects.Length; i++)
                {
                    double time = build(projects[i]);
                    if (round >= 0)
                    {
                        seconds[i][round] = time;
                    }
                }
            }

            for (int i = 0; i < projects.Length; i++)
            {
                Print(projects[i].Name, seconds[i], seconds[findBaseline(i)]);
            }
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static void Print(string name, double[] seconds, double[] baseline)
    {
        double ratio = Cost.GetMedian(seconds.Zip(baseline, (some, empty) => some / empty));
        string all = string.Join(" ", seconds.Select(value => value.ToString("F2", CultureInfo.InvariantCulture)));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name.PadRight(16)} {Cost.GetMedian(seconds):F2} s, {ratio:F2} times the empty project ({all})"
            )
        );
    }

    private static string CreateItem(string metadata) =>
        $"""<QmpSchema Include="{AppContext.BaseDirectory}schema/qemu-11.1.json" Namespace="Qemu" {metadata}/>""";
}
