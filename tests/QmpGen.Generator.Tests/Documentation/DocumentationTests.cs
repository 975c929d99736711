using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What an editor shows when the project names QEMU's source.</summary>
public sealed class DocumentationTests
{
    public static readonly string Schema = Schemas.Of(
        """{"name": "disk-add", "meta-type": "command", "arg-type": "DiskNew", "ret-type": "0", "allow-oob": true, "features": ["unstable"]}""",
        """{"name": "DiskNew", "meta-type": "object", "members": [{"name": "disk", "type": "Disk"}, {"name": "why", "type": "str", "default": null, "features": ["deprecated"]}, {"name": "until", "type": "int", "default": null}]}""",
        """{"name": "DISK_GONE", "meta-type": "event", "arg-type": "10"}""",
        """{"name": "10", "meta-type": "object", "members": [{"name": "id", "type": "str"}]}""",
        """{"name": "Disk", "meta-type": "object", "tag": "kind", "members": [{"name": "id", "type": "str"}, {"name": "kind", "type": "DiskKind"}, {"name": "base", "type": "DiskOrName", "default": null}], "variants": [{"case": "file", "type": "DiskFile"}, {"case": "old", "type": "q_obj_DiskOld-wrapper"}]}""",
        """{"name": "DiskKind", "meta-type": "enum", "members": [{"name": "file"}, {"name": "old"}, {"name": "none"}]}""",
        """{"name": "DiskFile", "meta-type": "object", "members": [{"name": "path", "type": "str"}]}""",
        """{"name": "q_obj_DiskOld-wrapper", "meta-type": "object", "members": [{"name": "data", "type": "str"}]}""",
        """{"name": "DiskOrName", "meta-type": "alternate", "members": [{"type": "Disk"}, {"type": "str"}, {"type": "[int]"}, {"type": "null"}]}""",
        """{"name": "[int]", "meta-type": "array", "element-type": "int"}"""
    );

    public const string Source = """
        ##
        # = Disks
        ##
        { 'include': 'common.json' }

        ##
        # @disk-add:
        #
        # Adds a @disk.
        #
        # @disk: what it adds
        #
        # Features:
        #
        # @unstable: it may change
        #
        # Since: 1.5
        ##
        { 'command': 'disk-add', 'data': 'DiskNew', 'allow-oob': true, 'features': [ 'unstable' ] }

        ##
        # @DiskNew:
        #
        # @why: for what reason
        # @disk: what is to be added
        #
        # Features:
        # @deprecated: nobody asks for @why
        ##
        { 'struct': 'DiskNew', 'base': 'Limited', 'data': { 'disk': 'Disk', '*why': { 'type': 'str', 'features': [ 'deprecated' ] } } }

        ##
        # @Limited:
        # @until: seconds (since 2.0)
        ##
        { 'struct': 'Limited', 'data': { '*until': 'int' } }

        ##
        # @DISK_GONE:
        # Somebody took it.
        # @id: which one
        ##
        { 'event': 'DISK_GONE', 'data': { 'id': 'str' } }

        ##
        # @Disk:
        # A disk of any kind.
        # @id: what it is called
        # @kind: of which kind it is
        # @base: what it is based on
        ##
        { 'union': 'Disk', 'base': { 'id': 'str', 'kind': 'DiskKind', '*base': 'DiskOrName' }, 'discriminator': 'kind',
          'data': { 'file': 'DiskFile' } }

        ##
        # @DiskKind:
        # Where it keeps what it holds.
        # @file: in a file of the host
        # @none: nowhere (since 3.1)
        ##
        { 'enum': 'DiskKind', 'data': [ 'file', 'none' ] }

        ##
        # @DiskFile:
        # A file.
        # @path: its path
        ##
        { 'struct': 'DiskFile', 'data': { 'path': 'str' } }

        ##
        # @DiskOld:
        # As it was.
        ##
        { 'struct': 'DiskOld', 'data': {} }

        ##
        # @DiskOrName:
        # @new: a disk that is made for it
        # @known: one that is there
        # @many: several of them (since 4.0)
        # @nothing: none
        ##
        { 'alternate': 'DiskOrName',
          'data': { 'new': 'Disk', 'known': { 'type': 'str', 'if': 'CONFIG_X' }, 'many': [ 'uint8' ], 'nothing': 'null' } }
        """;

    [Theory]
    [InlineData(
        "DiskAddCommand",
        "Adds a <c>disk</c>. <para>The command <c>disk-add</c>. Since QEMU 1.5. May be executed out-of-band. Features: <c>unstable</c>.</para> <para><c>unstable</c>: it may change</para>"
    )]
    [InlineData("DiskGoneEvent", "Somebody took it. <para>The event <c>DISK_GONE</c>.</para>")]
    [InlineData("Disk", "A disk of any kind. <para><c>Disk</c>: a union with a branch for each <c>kind</c>.</para>")]
    [InlineData("Disk+File", "A file. <para>The branch whose <c>kind</c> is <c>file</c>.</para>")]
    [InlineData("Disk+Old", "As it was. <para>The branch whose <c>kind</c> is <c>old</c>.</para>")]
    [InlineData("Disk+None", "nowhere <para>The branch whose <c>kind</c> is <c>none</c>. Since QEMU 3.1.</para>")]
    [InlineData(
        "DiskKind",
        "Where it keeps what it holds. <para><c>DiskKind</c>. 0 is \"not set\", and refused when sent.</para>"
    )]
    [InlineData("DiskOrName", "<c>DiskOrName</c>: a value of one of 4 kinds.")]
    [InlineData("DiskOrName+Object", "a disk that is made for it<para>The branch that is an object.</para>")]
    [InlineData("DiskOrName+String", "one that is there<para>The branch that is a string.</para>")]
    [InlineData("DiskOrName+List", "several of them<para>The branch that is an array. Since QEMU 4.0.</para>")]
    [InlineData("DiskOrName+Null", "none<para>The branch that is null.</para>")]
    public void QEMUs_text_stands_above_what_is_known_without_it(string type, string summary) =>
        Assert.Equal(summary, Documentation.SummaryOf(Run(Schema, Source).Find(type)!));

    [Theory]
    [InlineData("DiskAddCommand", "Disk", "what it adds <para><c>disk</c>, mandatory.</para>")]
    [InlineData(
        "DiskAddCommand",
        "Why",
        "for what reason <para><c>why</c>, optional. Features: <c>deprecated</c>.</para> <para><c>deprecated</c>: nobody asks for <c>why</c></para>"
    )]
    [InlineData("DiskAddCommand", "Until", "seconds <para><c>until</c>, optional. Since QEMU 2.0.</para>")]
    [InlineData("DiskGoneEvent", "Id", "which one <para><c>id</c>, mandatory.</para>")]
    [InlineData("Disk", "Id", "what it is called <para><c>id</c>, mandatory.</para>")]
    [InlineData("Disk", "Kind", "of which kind it is <para><c>kind</c>, which tells the branches apart.</para>")]
    [InlineData("Disk+File", "Path", "its path <para><c>path</c>, mandatory.</para>")]
    [InlineData("Disk+Old", "Data", "<c>data</c>, mandatory.")]
    [InlineData("DiskKind", "File", "in a file of the host <para><c>file</c>.</para>")]
    [InlineData("DiskKind", "Old", "<c>old</c>.")]
    public void A_member_is_told_about_by_its_definition_or_else_where_that_has_it_from(
        string type,
        string member,
        string summary
    ) => Assert.Equal(summary, Documentation.SummaryOf(Run(Schema, Source).Find(type)!.GetMembers(member).Single()));

    [Fact]
    public void A_method_says_what_its_command_does()
    {
        GenerationResult result = Run(Schema, Source);

        Assert.Equal(
            Enumerable.Repeat(Documentation.SummaryOf(result.Find("DiskAddCommand")!), 2),
            result.Find("QemuClient")!.GetMembers("DiskAddAsync").Select(Documentation.SummaryOf)
        );
    }

    [Theory]
    [InlineData("@name, @a-b.c and @x. Not me@home", "<c>name</c>, <c>a-b.c</c> and <c>x</c>. Not me@home")]
    [InlineData("``-drive if=none`` and `Disk`", "<c>-drive if=none</c> and <c>Disk</c>")]
    [InlineData("*all* of **them**, 2 * 3 * 4, x-* and y-*", "all of them, 2 * 3 * 4, x-* and y-*")]
    [InlineData(
        "see :ref:`disks`, :doc:`The manual </disks>` or `the site <https://x.y>`__",
        "see disks, The manual or the site"
    )]
    [InlineData(@"the \*-softmmu targets in C:\temp", @"the *-softmmu targets in C:\temp")]
    [InlineData("a < b && c > `d<e>`", "a &lt; b &amp;&amp; c &gt; <c>d&lt;e&gt;</c>")]
    [InlineData("</summary> */ ]]> <!-- \0\u0007", "&lt;/summary&gt; */ ]]&gt; &lt;!--")]
    [InlineData("one\u2028two\u2029three\u0085four\fx\uFFFE\uFFFFy", "one two three four x y")]
    [InlineData("the owner’s disk 🖴", "the owner’s disk 🖴")]
    [InlineData("Adds it.  Twice,\n# and in\n#     some order.", "Adds it. Twice, and in some order.")]
    [InlineData("The first.\n#\n# The second.", "The first.")]
    [InlineData(".. note:: Beware.\n#\n#    Very much.\n#\n# Adds it.", "Adds it.")]
    [InlineData("One of these:\n#\n# - this\n#\n# - that\n#\n# Not more.", "One of these: - this - that")]
    [InlineData("It looks so::\n#\n#     5| *\n#     4| **", "It looks so…")]
    [InlineData("Adds it.\n# ... text of a client", "Adds it. ... text of a client")]
    public void The_first_paragraph_is_shown_in_the_terms_of_an_editor(string text, string expected)
    {
        GenerationResult result = Run(Schema, $"##\n# @disk-add:\n#\n# {text}\n##\n{{ 'command': 'disk-add' }}\n");

        Assert.Equal(
            $"{expected} <para>",
            Documentation.SummaryOf(result.Find("DiskAddCommand")!).Split("The command ")[0]
        );
        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [InlineData("seconds (since 2.8)", "seconds <para><c>until</c>, optional. Since QEMU 2.8.</para>")]
    [InlineData("seconds (since 2.8).", "seconds. <para><c>until</c>, optional. Since QEMU 2.8.</para>")]
    [InlineData("seconds (since\n#   2.8) or so", "seconds or so <para><c>until</c>, optional. Since QEMU 2.8.</para>")]
    [InlineData(
        "seconds (default: 0; since 2.8)",
        "seconds (default: 0) <para><c>until</c>, optional. Since QEMU 2.8.</para>"
    )]
    [InlineData(
        "seconds (Since 2.8, default: 0)",
        "seconds (default: 0) <para><c>until</c>, optional. Since QEMU 2.8.</para>"
    )]
    [InlineData("seconds.  Since 2.8.", "seconds. <para><c>until</c>, optional. Since QEMU 2.8.</para>")]
    [InlineData(
        "seconds (since 2.8), also 0 (since 3.0)",
        "seconds, also 0 (since 3.0) <para><c>until</c>, optional. Since QEMU 2.8.</para>"
    )]
    [InlineData("seconds (since 2.8 for files)", "seconds (since 2.8 for files) <para><c>until</c>, optional.</para>")]
    [InlineData("(since 2.8)", "<c>until</c>, optional. Since QEMU 2.8.")]
    public void Since_when_a_thing_exists_is_said_once(string text, string summary)
    {
        GenerationResult result = Run(
            Schema,
            $"##\n# @disk-add:\n#\n# @until: {text}\n##\n{{ 'command': 'disk-add' }}\n"
        );

        Assert.Equal(summary, Documentation.SummaryOf(result.Find("DiskAddCommand")!.GetMembers("Until").Single()));
    }

    [Fact]
    public void Source_of_another_release_is_read_as_far_as_it_goes()
    {
        GenerationResult result = Run(
            Schema,
            """
            ##
            # @disk-add:
            # Adds it.
            ##
            { 'command': 'disk-add', 'data': { 'x': 'Unheard-of' }, 'returns': [ 'X' ], 'novelty': { 'y': [ true, 'z' ] }, 'if': { 'perhaps': 'Y' } }

            ##
            # @disk-remove:
            # Removes it.
            ##
            { 'command': 'disk-remove' }

            ##
            # @thing:
            # Something new.
            ##
            { 'wonder': 'thing' }

            ##
            # @Disk:
            # About something else.
            ##
            { 'struct': 'DiskKind', 'base': 'DiskKind', 'data': {} }
            """
        );

        Assert.Equal([], result.Messages);
        Assert.StartsWith(
            "Adds it. <para>",
            Documentation.SummaryOf(result.Find("DiskAddCommand")!),
            StringComparison.Ordinal
        );
        Assert.StartsWith("<c>Disk</c>:", Documentation.SummaryOf(result.Find("Disk")!), StringComparison.Ordinal);
        Assert.Equal("<c>none</c>.", Documentation.SummaryOf(result.Find("DiskKind")!.GetMembers("None").Single()));
    }

    [Fact]
    public void Only_the_folder_that_the_item_names_is_looked_at_in_the_order_of_its_paths()
    {
        GenerationResult result = Generation.Run(
            Documentation.Documented(Schema),
            new InMemorySchema("other.json", Schema, ("Namespace", "Other")),
            Documentation.Source("##\n# @disk-add:\n# The second.\n##\n{ 'command': 'disk-add' }", "b.json"),
            Documentation.Source("##\n# @disk-add:\n# The first.\n##\n{ 'command': 'disk-add' }", "a/c.json"),
            new InMemorySchema(
                "/qemu/qga/a.json",
                "##\n# @disk-add:\n# An agent's.\n##\n{ 'command': 'disk-add' }",
                ("Kind", "docs")
            )
        );

        Assert.StartsWith(
            "The first. <para>",
            Documentation.SummaryOf(result.Find("DiskAddCommand")!),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "The command ",
            Documentation.SummaryOf(result.Compilation.GetTypeByMetadataName("Other.DiskAddCommand")!),
            StringComparison.Ordinal
        );
    }

    private static GenerationResult Run(string schema, string source) =>
        Generation.Run(Documentation.Documented(schema), Documentation.Source(source));
}
