using Xunit;

namespace QmpGen.Generator.Tests.Emission;

/// <summary>Calls that the schema does not allow do not compile.</summary>
public sealed class CallTests
{
    private static readonly string s_schema = Schemas.Create(
        """{"name": "echo", "meta-type": "command", "arg-type": "1", "ret-type": "1"}""",
        """{"name": "pause", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": true}""",
        """{"name": "1", "meta-type": "object", "members": [{"name": "text", "type": "str"}]}"""
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

    private static IReadOnlyList<string> Compile(string call) =>
        Generation
            .Run(
                $"using Qemu; static class User {{ static object Call(QemuClient vm) => {call}; }}",
                InMemorySchema.FromText(s_schema)
            )
            .Complaints;
}
