using Xunit;

namespace QmpGen.Generator.Tests.Emission;

/// <summary>Values that have no exact conversion do not compile as extra arguments.</summary>
public sealed class ValueCompilationTests
{
    private static readonly string s_schema = Schemas.Create(
        """{"name": "echo", "meta-type": "command", "arg-type": "1", "ret-type": "2"}""",
        """{"name": "1", "meta-type": "object", "members": [{"name": "color", "type": "3"}]}""",
        """{"name": "2", "meta-type": "object", "members": [{"name": "text", "type": "str"}]}""",
        """{"name": "3", "meta-type": "enum", "members": [{"name": "red"}]}"""
    );

    [Theory]
    [InlineData("System.DayOfWeek.Monday", "CS0029")]
    [InlineData("EchoColor.Red", "CS0029")]
    [InlineData("(EchoColor?)EchoColor.Red", "CS0029")]
    [InlineData("System.DateTime.Now", "CS0029")]
    [InlineData("new[] { 1 }", "CS0029")]
    [InlineData("new object()", "CS0266")]
    [InlineData("QmpValue.From(new EchoResult { Text = \"\" })", "CS1503")]
    [InlineData("QmpValue.From(System.DayOfWeek.Monday)", "CS1503")]
    public void Value_ConvertedInexactly_DoesNotCompile(string value, string error) =>
        Assert.Contains(Compile(value), complaint => complaint.Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData("QmpValue.From(EchoColor.Red)")]
    [InlineData("new[] { EchoColor.Red }.Select(QmpValue.From).ToArray() is var colors ? [.. colors] : null!")]
    [InlineData("[.. new[] { 1UL }]")]
    [InlineData("'a'")]
    public void Value_ConvertedExactly_Compiles(string value) => Assert.Equal([], Compile(value));

    private static IReadOnlyList<string> Compile(string value) =>
        Generation
            .Run(
                $"using Qemu; using QmpGen; using System.Linq; static class User {{ static QmpValue Value() => {value}; }}",
                InMemorySchema.FromText(s_schema)
            )
            .Complaints;
}
