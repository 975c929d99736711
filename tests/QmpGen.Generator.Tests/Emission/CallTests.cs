using Xunit;

namespace QmpGen.Generator.Tests.Emission;

/// <summary>Calls that the schema does not allow do not compile.</summary>
public sealed class CallTests
{
    private static readonly string s_schema = Schemas.Create(
        """{"name": "echo", "meta-type": "command", "arg-type": "1", "ret-type": "1"}""",
        """{"name": "pause", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": true}""",
        """{"name": "1", "meta-type": "object", "members": [{"name": "text", "type": "str"}]}""",
        """{"name": "eject", "meta-type": "command", "arg-type": "2", "ret-type": "0", "allow-oob": true}""",
        """{"name": "2", "meta-type": "object", "members": [{"name": "force", "type": "bool", "default": null}]}""",
        """{"name": "device_add", "meta-type": "command", "arg-type": "3", "ret-type": "str"}""",
        """{"name": "3", "meta-type": "object", "members": [{"name": "driver", "type": "str"}, {"name": "id", "type": "str", "default": null}, {"name": "bus", "type": "str", "default": null}]}"""
    );

    [Theory]
    [InlineData("vm.EchoAsync(\"x\", outOfBand: true)", "CS1739")]
    [InlineData("vm.ExecuteOutOfBandAsync(new EchoCommand { Text = \"x\" })", "CS1503")]
    [InlineData("vm.ExecuteAsync(new EchoCommand())", "CS9035")]
    [InlineData("vm.EchoAsync()", "CS7036")]
    [InlineData("vm.EchoAsync(5)", "CS1503")]
    public void Call_NotAllowedBySchema_DoesNotCompile(string call, string error) =>
        Assert.Contains(error, Assert.Single(Compile(call)), StringComparison.Ordinal);

    [Theory]
    [InlineData("vm.PauseAsync(outOfBand: true)")]
    [InlineData("vm.PauseAsync()")]
    [InlineData("vm.ExecuteOutOfBandAsync(new PauseCommand())")]
    public void Call_OfCommandThatAllowsOutOfBand_Compiles(string call) => Assert.Equal([], Compile(call));

    [Theory]
    [InlineData("vm.EjectAsync(new EjectCommand { Force = true })")]
    [InlineData("vm.EjectAsync(new EjectCommand { Force = true }, outOfBand: true)")]
    [InlineData("vm.DeviceAddAsync(new DeviceAddCommand { Driver = \"e1000\", Id = \"nic0\" }).Result.Length")]
    [InlineData("vm.DeviceAddAsync(command: new() { Driver = \"e1000\" }, System.Threading.CancellationToken.None)")]
    public void Method_OfCommandWithOptionalMembers_AcceptsRecord(string call) => Assert.Equal([], Compile(call));

    [Theory]
    [InlineData("vm.EjectAsync()")]
    [InlineData("vm.EjectAsync(default)")]
    [InlineData("vm.EjectAsync(new())")]
    [InlineData("vm.EjectAsync(cancellationToken: default)")]
    [InlineData("vm.EjectAsync(true)")]
    [InlineData("vm.EjectAsync(true, default)")]
    [InlineData("vm.DeviceAddAsync(\"e1000\")")]
    [InlineData("vm.DeviceAddAsync(null!)")]
    [InlineData("vm.DeviceAddAsync(default!, default)")]
    [InlineData("(System.Func<string, System.Threading.CancellationToken, object>)vm.DeviceAddAsync")]
    public void Call_WithoutRecord_IsNotAmbiguous(string call) => Assert.Equal([], Compile(call));

    [Fact]
    public void Documentation_OfMethod_NamesOptionalMembers()
    {
        const string Optional = "Optional, in <c>DeviceAddCommand</c>: <c>Id</c>, <c>Bus</c>.";
        GenerationResult result = Generation.Run(InMemorySchema.FromText(s_schema));

        Assert.Equal(
            [Optional],
            result
                .Find("QemuClient")!
                .GetMembers("DeviceAddAsync")
                .Select(method => Documentation.SummaryOf(method)[^Optional.Length..])
                .Distinct()
        );
    }

    private static IReadOnlyList<string> Compile(string call) =>
        Generation
            .Run(
                $"using Qemu; static class User {{ static object Call(QemuClient vm) => {call}; }}",
                InMemorySchema.FromText(s_schema)
            )
            .Complaints;
}
