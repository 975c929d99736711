using System.Text.RegularExpressions;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Tests the statements about the compiler in docs/switching.md.</summary>
public sealed partial class SwitchingTests
{
    [Fact]
    public void Examples_OnSwitchingPage_CompileWithoutWarning()
    {
        MatchCollection examples = Example()
            .Matches(File.ReadAllText(Path.Combine(BuildMetadata.ProjectDirectory, "../../docs/switching.md")));

        Assert.Equal(4, examples.Count);
        Assert.Equal([], Compile(string.Join('\n', examples.Select(example => example.Groups[1].Value))));
    }

    [Theory]
    [InlineData("int A(OnOffAuto x) => x switch { OnOffAuto.Auto => 1, OnOffAuto.On => 2 };", "CS8509")]
    [InlineData(
        "int A(OnOffAuto x) => x switch { OnOffAuto.Auto => 1, OnOffAuto.On => 2, OnOffAuto.Off => 3 };",
        "CS8524"
    )]
    [InlineData("int A(OnOffAuto x) => x switch { OnOffAuto.Auto => 1, { IsKnown: true } => 2, _ => 3 };", null)]
    [InlineData("string A(OnOffAuto x) => x.GetIsKnown() == x.IsKnown ? x.GetWireName() : x.WireName;", null)]
    [InlineData(
        "int A(SocketAddress x) => x switch { SocketAddress.Inet => 1, SocketAddress.Unix => 2, SocketAddress.Vsock => 3, SocketAddress.Fd => 4 };",
        "CS8509"
    )]
    [InlineData(
        "int A(StatsValue x) => x switch { StatsValue.Int => 1, StatsValue.Bool => 2, StatsValue.List => 3, StatsValue.UnknownBranch => 4 };",
        "CS8509"
    )]
    [InlineData("int A(QmpEvent x) => x switch { ShutdownEvent => 1, QmpUnknownEvent => 2 };", "CS8509")]
    [InlineData("int A(OnOffAuto x) { switch (x) { case OnOffAuto.Auto: return 1; } return 0; }", null)]
    public void Switch_ThatLacksArm_CompilesWithExpectedWarning(string method, string? warning) =>
        Assert.Equal(
            warning is null ? [] : [warning],
            Compile("static " + method).Select(complaint => Code().Match(complaint).Value)
        );

    private static IReadOnlyList<string> Compile(string members) =>
        Generation
            .Run(
                $"using System; using System.Threading; using System.Threading.Tasks; using QmpGen; using Qemu; static class User {{\n{members}\n}}",
                InMemorySchema.FromText(Dumps.Read("qemu-7.2.json"))
            )
            .Complaints;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"CS\d+")]
    private static partial Regex Code();
}
