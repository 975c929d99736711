using Xunit;

namespace QmpGen.Generator.Tests;

/// <content>Mistakes in what an item names beside the schema: patterns of a selection, and QEMU's source for the
/// documentation.</content>
public sealed partial class MistakeTests
{
    [Theory]
    [InlineData(
        "Commands",
        "query-statu",
        "has the pattern 'query-statu', which matches no command. Did you mean 'query-status'?"
    )]
    [InlineData(
        "Commands",
        "query-status !Query_Block",
        "has the pattern '!Query_Block', which matches no command. Did you mean '!query-block'?"
    )]
    [InlineData("Commands", "Stop query-*", "has the pattern 'Stop', which matches no command. Did you mean 'stop'?")]
    [InlineData(
        "Commands",
        "stop*-* stop",
        "has the pattern 'stop*-*', which matches no command. The name that comes nearest is 'stop'."
    )]
    [InlineData(
        "Commands",
        "SHUTDOWN stop",
        "has the pattern 'SHUTDOWN', which matches no command, but an event. Write it into Events."
    )]
    [InlineData(
        "Commands",
        "!JOB_* stop",
        "has the pattern '!JOB_*', which matches no command, but an event such as 'JOB_STATUS_CHANGE'. Write it into Events."
    )]
    [InlineData(
        "Commands",
        "guest-sync",
        "has the pattern 'guest-sync', which matches no command. Correct it, or remove it."
    )]
    [InlineData("Commands", "!", "has the pattern '!', which matches no command. Correct it, or remove it.")]
    [InlineData(
        "Events",
        "job_*",
        "has the pattern 'job_*', which matches no event. The name that comes nearest is 'JOB_STATUS_CHANGE'."
    )]
    [InlineData(
        "Events",
        "query-status",
        "has the pattern 'query-status', which matches no event, but a command. Write it into Commands."
    )]
    [InlineData("Events", "!x-*", "has the pattern '!x-*', which matches no event. Correct it, or remove it.")]
    public void A_pattern_that_matches_nothing(string metadata, string patterns, string message)
    {
        GenerationResult result = Expect(
            "user.csproj(1,1): warning QMPGEN018: The selection of 'schema.json' " + message,
            InMemorySchema.Of(s_selectable, ("Item", "user.csproj"), (metadata, patterns))
        );

        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [InlineData(
        "stop\n\n  query-statu # of all",
        "(3,3)",
        "has the pattern 'query-statu', which matches neither a command nor an event. Did you mean 'query-status'?"
    )]
    [InlineData(
        "# events\r\n!SHUT\r\nstop",
        "(2,1)",
        "has the pattern '!SHUT', which matches neither a command nor an event. Correct it, or remove it."
    )]
    [InlineData(
        "SHUTDWN\nSHUTDWN",
        "(1,1)",
        "has the pattern 'SHUTDWN', which matches neither a command nor an event. Did you mean 'SHUTDOWN'?"
    )]
    public void A_pattern_of_a_file_that_matches_nothing(string text, string place, string message) =>
        Expect(
            $"/me/qemu.select{place}: warning QMPGEN018: The selection of 'schema.json' {message}",
            InMemorySchema.Of(s_selectable, ("Item", "user.csproj"), ("Select", "/me/qemu.select")),
            new InMemorySchema("/me/qemu.select", text, ("Kind", "select"))
        );

    [Fact]
    public void A_pattern_that_one_of_two_schemas_lacks()
    {
        GenerationResult result = Expect(
            "qemu.select(1,1): warning QMPGEN018: The selection of 'other.json' has the pattern 'stop', which matches neither a command nor an event.",
            InMemorySchema.Of(s_selectable, ("Select", "qemu.select")),
            new InMemorySchema(
                "other.json",
                Schemas.WithMembers(""),
                ("Namespace", "Other"),
                ("Select", "qemu.select")
            ),
            new InMemorySchema("qemu.select", "stop", ("Kind", "select"))
        );

        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [InlineData("Commands", "!*")]
    [InlineData("Commands", "stop !stop")]
    [InlineData("Without", "unstable")]
    public void A_selection_that_leaves_nothing(string metadata, string value)
    {
        GenerationResult result = Expect(
            "user.csproj(1,1): warning QMPGEN018: The selection of 'schema.json' leaves neither a command nor an event. Remove what excludes them, a pattern with '!' or a word of Without.",
            InMemorySchema.Of(
                Schemas.Of(
                    """{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0", "features": ["unstable"]}"""
                ),
                ("Item", "user.csproj"),
                (metadata, value)
            )
        );

        Assert.Equal([], result.Complaints);
        Assert.NotNull(result.Find("QemuClient"));
    }

    [Fact]
    public void A_file_of_patterns_that_is_not_there()
    {
        string message =
            "user.csproj(1,1): error QMPGEN019: The file of patterns 'qemu.select' cannot be read. Check the Select of the QmpSchema item; everything is generated meanwhile.";
        InMemorySchema schema = InMemorySchema.Of(
            s_selectable,
            ("Item", "user.csproj"),
            ("Select", "qemu.select"),
            ("Commands", "stop")
        );

        Assert.NotNull(Expect(message, schema).Find("QueryStatusCommand"));
        Assert.NotNull(
            Expect(message, schema, new InMemorySchema("qemu.select", null, ("Kind", "select")))
                .Find("QueryStatusCommand")
        );
    }

    [Theory]
    [InlineData(
        "{ 'command': 'go'",
        "(1,18): warning QMPGEN020: The file is no QAPI source that could be read: expected ',' or '}' but found the end of the file: close the value that starts at line 1, column 1. Nothing of it is used for documentation."
    )]
    [InlineData(
        "##\n# @go:\n##\n\n{\"command\": \"go\"}",
        "(5,2): warning QMPGEN020: The file is no QAPI source that could be read: QAPI strings use single quotes"
    )]
    [InlineData(null, "(1,1): warning QMPGEN020: The file is no QAPI source that could be read: it cannot be opened.")]
    public void A_file_of_QEMUs_source_that_cannot_be_read_takes_neither_the_bindings_nor_the_other_files_with_it(
        string? text,
        string message
    )
    {
        GenerationResult result = Expect(
            "/qemu/qapi/broken.json" + message,
            Documentation.Documented(Schemas.WithMembers("")),
            new InMemorySchema(
                "other.json",
                Schemas.WithMembers(""),
                ("Namespace", "Other"),
                ("Docs", Documentation.Folder)
            ),
            new InMemorySchema("/qemu/qapi/broken.json", text, ("Kind", "docs")),
            Documentation.Source("##\n# @go:\n#\n# Goes.\n##\n{ 'command': 'go' }")
        );

        Assert.StartsWith("Goes.", Documentation.SummaryOf(result.Find("GoCommand")!), StringComparison.Ordinal);
    }
}
