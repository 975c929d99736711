using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Qapi;

public class ConditionParserTests
{
    [Theory]
    [InlineData("'A'", "A", true)]
    [InlineData("'A'", "B", false)]
    [InlineData("{ 'all': [ 'A', 'B' ] }", "A", false)]
    [InlineData("{ 'all': [ 'A', 'B' ] }", "A B", true)]
    [InlineData("{ 'any': [ 'A', { 'not': 'B' } ] }", "B", false)]
    [InlineData("{ 'any': [ 'A', { 'not': 'B' } ] }", "", true)]
    public void Condition_InCurrentSyntax_DependsOnDefinedSymbols(string condition, string defined, bool expected) =>
        AssertCondition(condition, defined, expected);

    [Theory]
    [InlineData("'defined(A)'", "A", true)]
    [InlineData("'!defined(A)'", "A", false)]
    [InlineData("'defined A'", "A", true)]
    [InlineData("'defined(A) || defined(B) && defined(C)'", "A", true)]
    [InlineData("'(defined(A) || defined(B)) && defined(C)'", "A", false)]
    [InlineData("'!(defined(A) || defined(B))'", "C", true)]
    [InlineData("[ 'defined(A)', 'defined(B)' ]", "A", false)]
    [InlineData("[ 'defined(A)', 'defined(B)' ]", "A B", true)]
    public void Condition_InPreprocessorSyntax_DependsOnDefinedSymbols(
        string condition,
        string defined,
        bool expected
    ) => AssertCondition(condition, defined, expected);

    private static void AssertCondition(string condition, string defined, bool expected)
    {
        QapiEvent @event = QapiSource.Find<QapiEvent>($"{{ 'event': 'E', 'if': {condition} }}");

        Assert.Equal(expected, @event.Condition!.IsTrue(defined.Split(' ').Contains));
    }
}
