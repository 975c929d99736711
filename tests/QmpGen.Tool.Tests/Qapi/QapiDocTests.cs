using QmpGen.Generator.Qapi;
using QmpGen.Tool.Qapi;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Qapi;

public class QapiDocTests
{
    [Fact]
    public void Comment_OfCommand_IsSplitIntoParts()
    {
        QapiDoc doc = QapiSource
            .Find<QapiCommand>(
                """
                ##
                # @do-it:
                #
                # Does it.
                #
                # And says so.
                #
                # @how: the way,
                #     which may be long (since 2.8)
                #
                # @why: the reason
                #
                # Features:
                #
                # @deprecated: think twice
                #
                # Returns: what was done
                #
                # Since: 1.5
                ##
                { 'command': 'do-it', 'data': { 'how': 'str', '*why': 'str' }, 'features': [ 'deprecated' ] }
                """
            )
            .Doc;

        Assert.Equal(("do-it", "1.5"), (doc.Symbol, doc.Since));
        Assert.Equal(
            [new QapiDocSection("", "Does it.\n\nAnd says so."), new QapiDocSection("Returns", "what was done")],
            doc.Sections
        );
        Assert.Equal(new QapiDocPart("the way,\nwhich may be long (since 2.8)", "2.8"), doc.GetMember("how"));
        Assert.Equal(new QapiDocPart("the reason", null), doc.GetMember("why"));
        Assert.Equal(new QapiDocPart("think twice", null), doc.GetFeature("deprecated"));
        Assert.Equal(QapiDocPart.None, doc.GetMember("unknown"));
    }

    [Fact]
    public void MembersValuesAndFeatures_WhenDocumented_HaveTheirTexts()
    {
        QapiSchema schema = QapiSource.Read(
            """
            ##
            # @E:
            # @a: the value
            ##
            { 'enum': 'E', 'data': [ 'a' ] }
            ##
            # @S:
            # @m: the member
            # Features:
            # @f: the feature
            ##
            { 'struct': 'S', 'data': { 'm': { 'type': 'E', 'features': [ 'f' ] } } }
            """
        );

        Assert.Equal("the value", ((QapiEnum)schema.Types["E"]).Values[0].Doc.Text);
        QapiMember member = ((QapiObject)schema.Types["S"]).Members[0];
        Assert.Equal(("the member", "the feature"), (member.Doc.Text, member.Features[0].Doc.Text));
    }

    [Fact]
    public void Text_AtMarginAfterBlankLine_BelongsToDefinition()
    {
        QapiDoc doc = QapiSource
            .Find<QapiObject>(
                """
                ##
                # @S:
                #
                # @m: the member,
                # in the old style
                #
                # All in all, this is new (since 9.0).
                ##
                { 'struct': 'S', 'data': { 'm': 'int' } }
                """
            )
            .Doc;

        Assert.Equal(new QapiDocPart("the member,\nin the old style", null), doc.GetMember("m"));
        Assert.Equal("All in all, this is new (since 9.0).", Assert.Single(doc.Sections).Text);
    }

    [Fact]
    public void Indentation_CommonToAllLines_IsRemoved()
    {
        QapiDoc doc = QapiSource
            .Find<QapiObject>(
                """
                ##
                # @S:
                #
                # Example::
                #
                #     { "m": 1 }
                #
                # @m: one of
                #
                #     - these:
                #         this
                #     - those
                ##
                { 'struct': 'S', 'data': { 'm': 'int' } }
                """
            )
            .Doc;

        Assert.Equal("Example::\n\n    { \"m\": 1 }", Assert.Single(doc.Sections).Text);
        Assert.Equal("one of\n\n- these:\n    this\n- those", doc.GetMember("m").Text);
    }

    [Fact]
    public void Comment_WithoutSymbol_IsIgnored() =>
        Assert.Same(
            QapiDoc.None,
            QapiSource
                .Find<QapiEvent>(
                    """
                    ##
                    # = A chapter
                    ##

                    { 'event': 'E' }
                    """
                )
                .Doc
        );

    [Fact]
    public void Comment_WithBlankLine_IsReadToItsEnd() =>
        Assert.Equal("2.1", QapiSource.Find<QapiEvent>("##\n# @E:\n\n# Since: 2.1\n##\n{ 'event': 'E' }").Doc.Since);

    [Theory]
    [InlineData("Since: 2.1", "2.1")]
    [InlineData("Since:  2.1", "2.1")]
    [InlineData("Since 10.1", "10.1")]
    [InlineData("@Since: 2.12.1", "2.12.1")]
    [InlineData("Since: 0.14.0", "0.14")]
    [InlineData("Since: 1.5 (poweroff since 2.8)", "1.5")]
    [InlineData("Since: 4.2; 'Unknown' since 5.2", "4.2")]
    [InlineData("Since: 99999999999.0", null)]
    [InlineData("Since: 1.99999", null)]
    [InlineData("Since: 4.2.99999", null)]
    [InlineData("Since: ٤.٢", null)]
    [InlineData("Since 1.7, devices are members of a group", null)]
    [InlineData("Since some combinations are illegal", null)]
    [InlineData("This is new (since 2.1)", null)]
    public void SinceLine_InComment_IsVersionOfDefinition(string line, string? since) =>
        Assert.Equal(since, QapiSource.Find<QapiEvent>($"##\n# @E:\n#\n# {line}\n##\n{{ 'event': 'E' }}").Doc.Since);

    [Theory]
    [InlineData("text (since 2.8)", "2.8")]
    [InlineData("text (Since: 2.8).", "2.8")]
    [InlineData("text (since 8.0.0)", "8.0")]
    [InlineData("text (since QEMU 2.8)", "2.8")]
    [InlineData("text (since\n#     2.8) and more", "2.8")]
    [InlineData("text (default: off; since 2.8)", "2.8")]
    [InlineData("text (since 2.8, default: off)", "2.8")]
    [InlineData("Since 2.8", "2.8")]
    [InlineData("since 2.8", "2.8")]
    [InlineData("a sentence.  Since 2.8.", "2.8")]
    [InlineData("a sentence without a stop\n#     Since: 2.8", "2.8")]
    [InlineData("new things (since 9.1) on top (since 2.8)", "2.8")]
    [InlineData("text (since 4.1 for types, 4.2 for commands)", null)]
    [InlineData("text (since Linux 2.6.24)", null)]
    [InlineData("text (since 99999999999.0)", null)]
    [InlineData("text (since 2.8) and more (since 2.99999999999)", "2.8")]
    [InlineData("text (since ٤.٢)", null)]
    [InlineData("seconds since the epoch", null)]
    [InlineData("The latter are supported\n#     since 4.1.", null)]
    [InlineData("Since 7.1 it may have a name", null)]
    public void SinceClause_InMemberText_IsVersionOfMember(string text, string? since)
    {
        QapiObject type = QapiSource.Find<QapiObject>(
            $"##\n# @S:\n#\n# @m: {text}\n##\n{{ 'struct': 'S', 'data': {{ 'm': 'int' }} }}"
        );

        Assert.Equal(since, type.Members[0].Doc.Since);
    }
}
