using System.Diagnostics;
using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

/// <summary>A schema that is large is read in a time that grows with its size, and one that is deeper than schemas are
/// is a mistake.</summary>
public class QapiSizeTests
{
    private const int Many = 50_000;

    [Fact]
    public void An_object_of_many_members() =>
        InTime($"{{ 'struct': 'S', 'data': {{ {List(Many, i => $"'m{i}': 'int'")} }} }}");

    [Fact]
    public void A_union_of_many_branches() =>
        InTime(
            $$"""
            { 'command': 'c', 'data': 'U', 'boxed': true }
            { 'enum': 'Kind', 'data': [ {{List(2 * Many, i => $"'v{i}'")}} ] }
            { 'struct': 'S', 'data': {} }
            { 'union': 'U', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { {{List(
                Many,
                i => $"'v{i}': 'S'"
            )}} } }
            """
        );

    [Fact]
    public void A_comment_with_a_gap_of_many_lines() =>
        InTime(
            $"##\n# @E:\n# @m: one.\n{string.Concat(Enumerable.Repeat("#\n", Many))}#   line\n##\n{{ 'event': 'E', 'data': {{ 'm': 'int' }} }}"
        );

    [Fact]
    public void Unions_in_unions_by_many_paths() => InTime(Nested(unions: 8, branches: 100));

    [Fact]
    public void Unions_in_unions_deeper_than_in_any_schema() =>
        Assert.StartsWith(
            "schema.json:2:83: the branch 'b0' of the union 'U0' has more than 8 unions in one another",
            QapiSource.Mistake(("schema.json", Nested(unions: 22, branches: 2))),
            StringComparison.Ordinal
        );

    [Fact]
    public void As_many_bases_as_there_may_be() =>
        Assert.Equal(32, ((QapiObject)QapiSource.Read(Bases(32)).Types["S0"]).AllMembers.Count());

    [Theory]
    [InlineData(33)]
    [InlineData(20_000)]
    public void Bases_of_bases_longer_than_in_any_schema(int count) =>
        Assert.StartsWith(
            "schema.json:33:28: the struct 'S0' has more than 32 bases one upon the other",
            QapiSource.Mistake(("schema.json", Bases(count))),
            StringComparison.Ordinal
        );

    /// <summary>Unions, each of whose branches is the next union, and a struct in the last.</summary>
    private static string Nested(int unions, int branches)
    {
        IEnumerable<string> texts = Enumerable
            .Range(0, unions)
            .Select(i =>
            {
                string next = i + 1 < unions ? $"U{i + 1}" : "S";
                string data = List(branches, branch => $"'b{branch}': '{next}'");
                return $"{{ 'union': 'U{i}', 'base': {{ 't{i}': 'Kind' }}, 'discriminator': 't{i}', 'data': {{ {data} }} }}";
            });
        return $"{{ 'enum': 'Kind', 'data': [ {List(branches, i => $"'b{i}'")} ] }} {{ 'struct': 'S', 'data': {{}} }}\n{string.Join("\n", texts)}";
    }

    /// <summary>A struct upon as many others, each with a member.</summary>
    private static string Bases(int count) =>
        string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i => $"{{ 'struct': 'S{i}', 'base': 'S{i + 1}', 'data': {{ 'm{i}': 'int' }} }}\n")
        ) + $"{{ 'struct': 'S{count}', 'data': {{}} }}";

    private static string List(int count, Func<int, string> item) =>
        string.Join(", ", Enumerable.Range(0, count).Select(item));

    /// <summary>Far more time than is needed, and far less than work takes that grows with the square.</summary>
    private static void InTime(string text)
    {
        Stopwatch watch = Stopwatch.StartNew();
        QapiSource.Introspect(text);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }
}
