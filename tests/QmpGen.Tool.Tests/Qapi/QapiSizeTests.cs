using System.Diagnostics;
using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Qapi;

/// <summary>Checks that large schemas are introspected in linear time.</summary>
public class QapiSizeTests
{
    private const int Many = 50_000;

    // Linear work needs a fraction of this time, quadratic work many times as much.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void Object_WithManyMembers_IsIntrospectedInTime() =>
        AssertInTime($"{{ 'struct': 'S', 'data': {{ {QapiErrorCases.CreateList(Many, i => $"'m{i}': 'int'")} }} }}");

    [Fact]
    public void Union_WithManyBranches_IsIntrospectedInTime()
    {
        string values = QapiErrorCases.CreateList(2 * Many, i => $"'v{i}'");
        string branches = QapiErrorCases.CreateList(Many, i => $"'v{i}': 'S'");

        AssertInTime(
            $$"""
            { 'command': 'c', 'data': 'U', 'boxed': true }
            { 'enum': 'Kind', 'data': [ {{values}} ] }
            { 'struct': 'S', 'data': {} }
            { 'union': 'U', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { {{branches}} } }
            """
        );
    }

    [Fact]
    public void Comment_WithManyBlankLines_IsIntrospectedInTime()
    {
        string gap = string.Concat(Enumerable.Repeat("#\n", Many));

        AssertInTime($"##\n# @E:\n# @m: one.\n{gap}#   line\n##\n{{ 'event': 'E', 'data': {{ 'm': 'int' }} }}");
    }

    [Fact]
    public void NestedUnions_WithManyPaths_AreIntrospectedInTime() =>
        AssertInTime(QapiErrorCases.CreateNestedUnions(unions: 8, branches: 100));

    [Fact]
    public void Struct_WithLongestChainOfBases_IsValid()
    {
        QapiSchema schema = QapiSource.Read(QapiErrorCases.CreateBases(32));

        Assert.Equal(32, ((QapiObject)schema.Types["S0"]).AllMembers.Count());
    }

    [Fact]
    public void Struct_WithManyBases_Throws() =>
        Assert.Equal(
            nameof(QapiSchemaErrors.TooManyBases),
            QapiSource.ReadError(QapiErrorCases.CreateBases(20_000)).Kind
        );

    [Theory]
    [InlineData('(')]
    [InlineData('!')]
    public void Condition_WithManyLevels_Throws(char operation) =>
        Assert.Equal(
            nameof(QapiSchemaErrors.ConditionTooDeep),
            QapiSource.ReadError($"{{ 'event': 'E', 'if': '{new string(operation, 200_000)}' }}").Kind
        );

    private static void AssertInTime(string text)
    {
        Stopwatch watch = Stopwatch.StartNew();
        QapiSource.Introspect(text);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, s_limit);
    }
}
