using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

public class QapiConditionTests
{
    [Theory]
    [InlineData("'A'", "A", true)]
    [InlineData("'A'", "B", false)]
    [InlineData("{ 'all': [ 'A', 'B' ] }", "A", false)]
    [InlineData("{ 'all': [ 'A', 'B' ] }", "A B", true)]
    [InlineData("{ 'any': [ 'A', { 'not': 'B' } ] }", "B", false)]
    [InlineData("{ 'any': [ 'A', { 'not': 'B' } ] }", "", true)]
    public void A_condition_of_today_is_a_symbol_or_an_object(string condition, string defined, bool expected) =>
        Check(condition, defined, expected);

    [Theory]
    [InlineData("'defined(A)'", "A", true)]
    [InlineData("'!defined(A)'", "A", false)]
    [InlineData("'defined A'", "A", true)]
    [InlineData("'defined(A) || defined(B) && defined(C)'", "A", true)]
    [InlineData("'(defined(A) || defined(B)) && defined(C)'", "A", false)]
    [InlineData("'!(defined(A) || defined(B))'", "C", true)]
    [InlineData("[ 'defined(A)', 'defined(B)' ]", "A", false)]
    [InlineData("[ 'defined(A)', 'defined(B)' ]", "A B", true)]
    public void A_condition_before_qemu61_is_text_of_the_preprocessor_or_a_list_of_it(
        string condition,
        string defined,
        bool expected
    ) => Check(condition, defined, expected);

    private static void Check(string condition, string defined, bool expected)
    {
        QapiEvent @event = QapiSource.Find<QapiEvent>($"{{ 'event': 'E', 'if': {condition} }}");

        Assert.Equal(expected, @event.Condition!.Holds(defined.Split(' ').Contains));
    }
}
