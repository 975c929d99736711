using System.Globalization;
using Microsoft.CodeAnalysis;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What exceeds a limit is reported once, and the rest of the schema works.</summary>
public sealed class SchemaBoundTests
{
    private const string User =
        "static class User { static System.Threading.Tasks.Task Call(Qemu.QemuClient vm) => vm.RestAsync(); }";

    [Theory]
    [InlineData("client")]
    [InlineData("both")]
    public void Unions_NestedTooDeep_HaveOnlyCommonMembers(string directions)
    {
        GenerationResult result = Generate(HostileSchema.NestUnions(16), directions);

        AssertSingle(result, "QMPGEN024", "'107'", "9 levels", "8");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void Unions_WithinLimit_AreNotReported(int levels) =>
        Assert.Equal([], Generate(HostileSchema.NestUnions(levels)).Messages);

    [Fact]
    public void Unions_NestedDeeperThanStack_AreReported()
    {
        GenerationResult result = Generate(HostileSchema.NestUnions(20_000));

        Assert.All(result.Reported, diagnostic => Assert.Equal("QMPGEN024", diagnostic.Id));
        Assert.Equal(ProblemLimiter.MaxCount + 1, result.Reported.Length);
        Assert.Contains("2222", result.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Type_WithPathTooLong_IsLeftOut()
    {
        GenerationResult result = Generate(HostileSchema.NestObjects(300));

        AssertSingle(result, "QMPGEN024", "'185'", "257", "256");
        Assert.NotNull(result.Find("GoResult"));
    }

    [Theory]
    [InlineData("client")]
    [InlineData("both")]
    public void Entity_WithTooMuchCode_IsLeftOut(string directions)
    {
        GenerationResult result = Generate(HostileSchema.AddMembers(4_000), directions);

        Assert.Equal(["QMPGEN024", "QMPGEN024"], result.Reported.Select(diagnostic => diagnostic.Id));
        Assert.Equal([], result.Complaints);
        Assert.Null(result.Find("UseCommand"));
    }

    [Fact]
    public void Entities_WithTooMuchCode_LoseTheLargest()
    {
        GenerationResult result = Generate(HostileSchema.ShareArguments(commands: 100, members: 100));

        AssertSingle(result, "QMPGEN024", "'go10'", "the code of all entities");
        Assert.NotNull(result.Find("Go0Command"));
        Assert.NotNull(result.Find("RestCommand"));
    }

    [Theory]
    [InlineData("client")]
    [InlineData("both")]
    public void Union_WhoseTagIsLeftOut_IsAnObject(string directions)
    {
        GenerationResult result = Generate(HostileSchema.AddTagValues(20_000), directions);

        Assert.All(result.Reported, diagnostic => Assert.Equal("QMPGEN024", diagnostic.Id));
        Assert.Equal([], result.Complaints);
        Assert.NotNull(result.Find("UseCommand"));
    }

    [Fact]
    public void Value_OfAllCharacters_IsReported() =>
        AssertSingle(Generate(HostileSchema.UseAllUnits()), "QMPGEN004", "'e'", "65536", "256");

    [Fact]
    public void Array_DeeperThanSupported_HoldsAnyValues()
    {
        IEnumerable<string> arrays = Enumerable
            .Range(100, 8)
            .Select(i => $$"""{"name":"{{i}}","meta-type":"array","element-type":"{{i + 1}}"}""");
        GenerationResult result = Generate(
            Schemas.Create([
                """{"name":"go","meta-type":"command","arg-type":"0","ret-type":"100"}""",
                .. arrays,
                """{"name":"108","meta-type":"object","members":[]}""",
                Schemas.Rest,
            ])
        );

        Assert.Equal([], result.Messages);
        Assert.Equal([], result.Complaints);
    }

    private static GenerationResult Generate(string schema, string directions = "client")
    {
        GenerationResult result = Generation.Run(User, InMemorySchema.FromText(schema, ("Directions", directions)));

        Assert.True(result.Trees.Sum(tree => (long)tree.Length) < SchemaBounds.TotalCode);
        return result;
    }

    private static void AssertSingle(GenerationResult result, string id, params string[] arguments)
    {
        Diagnostic diagnostic = Assert.Single(result.Reported);
        Assert.Equal(id, diagnostic.Id);
        Assert.All(
            arguments,
            argument =>
                Assert.Contains(argument, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        );
        Assert.Equal([], result.Complaints);
    }
}
