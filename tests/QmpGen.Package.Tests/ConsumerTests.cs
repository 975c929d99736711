using QmpGen.Tests;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Projects of a user's that refer to the packages, and are as strict as they can be.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ConsumerTests(PackageFeed feed)
{
    private const string Agent = """<QmpSchema Include="qga.json" Namespace="Qga" />""";

    [QemuFact]
    public async Task A_program_with_the_whole_schema_builds_without_a_warning_and_talks_to_QEMU()
    {
        using Workspace user = new(feed);
        user.Copy("schema/qemu-7.2.json", "qemu.json");
        user.WriteProject(
            "hello.csproj",
            ["QmpGen"],
            """<QmpSchema Include="qemu.json" Namespace="Qemu" />""",
            "<OutputType>Exe</OutputType>"
        );
        user.Write(
            "Program.cs",
            """
            using Qemu;

            QemuClient vm = await QemuClient.ConnectAsync(args[0]).ConfigureAwait(false);
            await using (vm.ConfigureAwait(false))
            {
                await vm.StopAsync().ConfigureAwait(false);
                StatusInfo status = await vm.QueryStatusAsync().ConfigureAwait(false);
                Console.WriteLine(status.Status is RunState.Paused or RunState.Prelaunch);
            }
            """
        );
        (await user.BuildAsync()).WentWell();

        await using RealQemu qemu = await RealQemu.StartAsync();
        Outcome hello = await user.RunAsync("bin/Debug/net10.0/hello", qemu.Endpoint);

        Assert.Equal("True\n", hello.WentWell().Output);
    }

    [Fact]
    public async Task Two_projects_of_a_solution_share_a_schema_and_one_of_them_has_another_beside_it()
    {
        using Workspace user = new(feed);
        user.Copy("schema/qga-10.0.json", "schemas/qga-10.0.json");
        user.Copy("schema/qga-7.2.json", "schemas/qga-7.2.json");
        user.WriteProject(
            "one/one.csproj",
            ["QmpGen"],
            """
            <QmpSchema Include="../schemas/qga-10.0.json" Namespace="Qga" />
            <QmpSchema Include="../schemas/qga-7.2.json" Namespace="Old.Qga" />
            """
        );
        user.WriteProject(
            "two/two.csproj",
            ["QmpGen"],
            """<QmpSchema Include="../schemas/qga-10.0.json" Namespace="Qga" />"""
        );
        user.Write(
            "both.slnx",
            """
            <Solution>
              <Project Path="one/one.csproj" />
              <Project Path="two/two.csproj" />
            </Solution>
            """
        );
        user.Write(
            "one/User.cs",
            "internal static class User { public static (global::Qga.GuestPingCommand, Old.Qga.GuestPingCommand) Both => new(new(), new()); }"
        );
        user.Write("two/User.cs", "internal static class User { public static Qga.GuestPingCommand Ping => new(); }");

        (await user.BuildAsync("both.slnx")).WentWell();
    }

    [Fact]
    public async Task A_program_uses_the_public_bindings_of_a_library_and_refers_to_the_library_only()
    {
        using Workspace user = new(feed);
        user.Copy("schema/qga-10.0.json", "library/qga.json");
        user.WriteProject(
            "library/library.csproj",
            ["QmpGen"],
            """<QmpSchema Include="qga.json" Namespace="Qga" Accessibility="public" />"""
        );
        user.WriteProject(
            "app/app.csproj",
            [],
            """<ProjectReference Include="../library/library.csproj" />""",
            "<OutputType>Exe</OutputType>"
        );
        user.Write(
            "app/Program.cs",
            """
            Qga.GuestExecCommand command = new() { Path = "/bin/ls", ExtraArguments = { ["env"] = "none" } };
            Console.WriteLine($"{Qga.GuestExecCommand.WireName} {command.Path}");
            """
        );
        (await user.BuildAsync("app")).WentWell();

        Assert.Equal("guest-exec /bin/ls\n", (await user.RunAsync("app/bin/Debug/net10.0/app")).WentWell().Output);
    }

    [Fact]
    public async Task The_tests_in_the_README_run_in_a_project_that_refers_to_QmpGen_Testing_only()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(PackageFeed.Repository, "README.md"));
        string section = readme[readme.IndexOf("## Tests without QEMU", StringComparison.Ordinal)..];
        using Workspace user = new(feed);
        user.Copy("schema/qemu-7.2.json", "qemu-7.2.json");
        user.WriteProject(
            "user.csproj",
            ["QmpGen.Testing"],
            $"""
            {BlockOf(section, "xml")}
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="{PackageFeed.VersionInUse(
                "Microsoft.NET.Test.Sdk"
            )}" />
            <PackageReference Include="xunit" Version="{PackageFeed.VersionInUse("xunit")}" />
            <PackageReference Include="xunit.runner.visualstudio" Version="{PackageFeed.VersionInUse(
                "xunit.runner.visualstudio"
            )}" />
            """,
            "<AnalysisLevel>latest</AnalysisLevel>"
        );
        user.Write("MachineTests.cs", BlockOf(section, "csharp"));

        Outcome tests = (await user.DotnetAsync(["test", .. Workspace.BuildOptions])).WentWell();

        Assert.Matches("Failed: +0, Passed: +7, Skipped: +0", tests.Output);
    }

    [Fact]
    public async Task A_message_is_hidden_by_NoWarn_and_raised_by_a_globalconfig()
    {
        using Workspace user = new(feed);
        user.Write(
            "qga.json",
            """[{"meta-type": "gadget", "name": "thing"}, {"meta-type": "command", "name": "go", "arg-type": "0", "ret-type": "0"}, {"meta-type": "object", "name": "0", "members": []}]"""
        );
        user.WriteProject("user.csproj", ["QmpGen"], Agent, "<TreatWarningsAsErrors>false</TreatWarningsAsErrors>");
        user.Write("User.cs", "internal static class User { public static Qga.GoCommand Go => new(); }");
        Assert.Contains(
            "qga.json(1,16): warning QMPGEN005: ",
            Assert.Single((await user.BuildAsync()).Messages),
            StringComparison.Ordinal
        );

        (await user.BuildAsync("-p:NoWarn=QMPGEN005")).WentWell();

        user.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.QMPGEN005.severity = error\n");
        Assert.Contains(
            "qga.json(1,16): error QMPGEN005: ",
            Assert.Single((await user.BuildAsync()).Messages),
            StringComparison.Ordinal
        );
    }

    /// <summary>The first code of a language in a text.</summary>
    private static string BlockOf(string text, string language)
    {
        string start = $"```{language}\n";
        string block = text[(text.IndexOf(start, StringComparison.Ordinal) + start.Length)..];
        return block[..block.IndexOf("```", StringComparison.Ordinal)];
    }
}
