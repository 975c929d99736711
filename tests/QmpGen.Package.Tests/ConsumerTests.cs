using QmpGen.Tests;
using QmpGen.Tests.Builds;
using Xunit;

namespace QmpGen.Package.Tests;

/// <summary>Builds projects that reference the packages, with the strictest settings of the SDK.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ConsumerTests(PackageFeed feed)
{
    private const string Agent = """<QmpSchema Include="qga.json" Namespace="Qga" />""";

    [QemuFact]
    public async Task Program_WithWholeSchema_BuildsWithoutWarningsAndCallsQemu()
    {
        using PackageConsumerProject user = new(feed);
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
        (await user.BuildAsync()).AssertSuccess();

        await using RealQemu qemu = await RealQemu.StartAsync();
        ProcessResult hello = await user.RunAsync("bin/Debug/net10.0/hello", qemu.Endpoint);

        Assert.Equal("True\n", hello.AssertSuccess().Output);
    }

    [Fact]
    public async Task Solution_WithSharedAndSecondSchema_Builds()
    {
        using PackageConsumerProject user = new(feed);
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

        (await user.BuildAsync("both.slnx")).AssertSuccess();
    }

    [Fact]
    public async Task Program_ReferencingLibraryWithPublicBindings_UsesThem()
    {
        using PackageConsumerProject user = new(feed);
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
        (await user.BuildAsync("app")).AssertSuccess();

        Assert.Equal("guest-exec /bin/ls\n", (await user.RunAsync("app/bin/Debug/net10.0/app")).AssertSuccess().Output);
    }

    [Fact]
    public async Task Diagnostic_WithNoWarnOrGlobalConfig_ChangesSeverity()
    {
        using PackageConsumerProject user = new(feed);
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

        (await user.BuildAsync("-p:NoWarn=QMPGEN005")).AssertSuccess();

        user.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.QMPGEN005.severity = error\n");
        Assert.Contains(
            "qga.json(1,16): error QMPGEN005: ",
            Assert.Single((await user.BuildAsync()).Messages),
            StringComparison.Ordinal
        );
    }
}
