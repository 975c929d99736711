using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Tests the documentation that editors show if the project names QEMU's source.</summary>
public sealed class DocumentationTests
{
    public static readonly string Schema = Schemas.Create(
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
        # @disk: the disk to add
        #
        # Features:
        #
        # @unstable: the format can change
        #
        # Since: 1.5
        ##
        { 'command': 'disk-add', 'data': 'DiskNew', 'allow-oob': true, 'features': [ 'unstable' ] }

        ##
        # @DiskNew:
        #
        # @why: the reason
        # @disk: a disk
        #
        # Features:
        # @deprecated: QEMU ignores @why
        ##
        { 'struct': 'DiskNew', 'base': 'Limited', 'data': { 'disk': 'Disk', '*why': { 'type': 'str', 'features': [ 'deprecated' ] } } }

        ##
        # @Limited:
        # @until: seconds (since 2.0)
        ##
        { 'struct': 'Limited', 'data': { '*until': 'int' } }

        ##
        # @DISK_GONE:
        # A disk was removed.
        # @id: the disk
        ##
        { 'event': 'DISK_GONE', 'data': { 'id': 'str' } }

        ##
        # @Disk:
        # A disk of any kind.
        # @id: the name
        # @kind: the kind
        # @base: the base
        ##
        { 'union': 'Disk', 'base': { 'id': 'str', 'kind': 'DiskKind', '*base': 'DiskOrName' }, 'discriminator': 'kind',
          'data': { 'file': 'DiskFile' } }

        ##
        # @DiskKind:
        # The storage of a disk.
        # @file: a file of the host
        # @none: no storage (since 3.1)
        ##
        { 'enum': 'DiskKind', 'data': [ 'file', 'none' ] }

        ##
        # @DiskFile:
        # A file.
        # @path: the path
        ##
        { 'struct': 'DiskFile', 'data': { 'path': 'str' } }

        ##
        # @DiskOld:
        # An old disk.
        ##
        { 'struct': 'DiskOld', 'data': {} }

        ##
        # @DiskOrName:
        # @new: a new disk
        # @known: a disk that exists
        # @many: several disks (since 4.0)
        # @nothing: no disk
        ##
        { 'alternate': 'DiskOrName',
          'data': { 'new': 'Disk', 'known': { 'type': 'str', 'if': 'CONFIG_X' }, 'many': [ 'uint8' ], 'nothing': 'null' } }
        """;

    [Theory]
    [InlineData(
        "DiskAddCommand",
        "Adds a <c>disk</c>. <para>Since QEMU 1.5. Features: <c>unstable</c>.</para> "
            + "<para><c>unstable</c>: the format can change</para>"
    )]
    [InlineData("DiskGoneEvent", "A disk was removed.")]
    [InlineData("Disk", "A disk of any kind.")]
    [InlineData("Disk+File", "A file.")]
    [InlineData("Disk+Old", "An old disk.")]
    [InlineData("Disk+None", "no storage <para>Since QEMU 3.1.</para>")]
    [InlineData("DiskKind", "The storage of a disk.")]
    [InlineData("DiskOrName", "")]
    [InlineData("DiskOrName+Object", "a new disk")]
    [InlineData("DiskOrName+String", "a disk that exists")]
    [InlineData("DiskOrName+List", "several disks <para>Since QEMU 4.0.</para>")]
    [InlineData("DiskOrName+Null", "no disk")]
    public void Type_InDocumentedSchema_HasTextOfQemu(string type, string summary) =>
        Assert.Equal(summary, Documentation.SummaryOf(Run(Schema, Source).Find(type)!));

    [Theory]
    [InlineData("DiskAddCommand", "Disk", "the disk to add")]
    [InlineData(
        "DiskAddCommand",
        "Why",
        "the reason <para>Optional. Features: <c>deprecated</c>.</para> "
            + "<para><c>deprecated</c>: QEMU ignores <c>why</c></para>"
    )]
    [InlineData("DiskAddCommand", "Until", "seconds <para>Optional. Since QEMU 2.0.</para>")]
    [InlineData("DiskGoneEvent", "Id", "the disk")]
    [InlineData("Disk", "Id", "the name")]
    [InlineData("Disk", "Kind", "the kind")]
    [InlineData("Disk+File", "Path", "the path")]
    [InlineData("Disk+Old", "Data", "")]
    [InlineData("DiskKind", "File", "a file of the host")]
    [InlineData("DiskKind", "Old", "")]
    public void Member_InDocumentedSchema_HasTextOfDefinitionOrBase(string type, string member, string summary) =>
        Assert.Equal(summary, Documentation.SummaryOf(Run(Schema, Source).Find(type)!.GetMembers(member).Single()));

    [Fact]
    public void Method_InDocumentedSchema_HasSummaryOfItsCommand()
    {
        GenerationResult result = Run(Schema, Source);

        string summary = Documentation
            .SummaryOf(result.Find("DiskAddCommand")!)
            .Replace(
                "Features: ",
                "Optional, in <c>DiskAddCommand</c>: <c>Why</c>, <c>Until</c>. Features: ",
                StringComparison.Ordinal
            );
        Assert.Equal(
            Enumerable.Repeat(summary, 4),
            result.Find("QemuClient")!.GetMembers("DiskAddAsync").Select(Documentation.SummaryOf)
        );
    }

    [Theory]
    [InlineData("node-name", "NodeName", "")]
    [InlineData("node_name", "NodeName", "QMP name: <c>node_name</c>.")]
    [InlineData("CPU", "Cpu", "QMP name: <c>CPU</c>.")]
    [InlineData("3des", "_3des", "")]
    [InlineData("qcow2", "Qcow2", "")]
    [InlineData("to-string", "ToStringValue", "QMP name: <c>to-string</c>.")]
    [InlineData("__org.example_do-it", "OrgExampleDoIt", "QMP name: <c>__org.example_do-it</c>.")]
    public void MemberSummary_OnlyWhenQmpNameIsNotDerivable_ContainsIt(string wireName, string name, string summary)
    {
        string members = $$"""{"name": "{{wireName}}", "type": "str"}""";

        GenerationResult result = Generation.Run(InMemorySchema.FromText(Schemas.WithMembers(members)));

        Assert.Equal(summary, Documentation.SummaryOf(result.Find("GoCommand")!.GetMembers(name).Single()));
    }

    [Fact]
    public void OptionalMember_WithoutOtherInformation_HasNoSummary()
    {
        string members =
            """{"name": "a", "type": "str", "default": null}, {"name": "b_c", "type": "str", "default": null}""";

        INamedTypeSymbol command = Generation
            .Run(InMemorySchema.FromText(Schemas.WithMembers(members)))
            .Find("GoCommand")!;

        Assert.Equal("", Documentation.SummaryOf(command.GetMembers("A").Single()));
        Assert.Equal("Optional. QMP name: <c>b_c</c>.", Documentation.SummaryOf(command.GetMembers("BC").Single()));
    }

    [Theory]
    [InlineData("NIC_RX_FILTER", "NicRxFilterEvent", "")]
    [InlineData("nic_gone", "NicGoneEvent", "QMP name: <c>nic_gone</c>.")]
    public void EventSummary_OnlyWhenQmpNameIsNotDerivable_ContainsIt(string wireName, string name, string summary)
    {
        string schema = Schemas.Create($$"""{"name": "{{wireName}}", "meta-type": "event", "arg-type": "0"}""");

        Assert.Equal(summary, Documentation.SummaryOf(Generation.Run(InMemorySchema.FromText(schema)).Find(name)!));
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
    public void Summary_FromQemuMarkup_IsFirstParagraphAsXml(string text, string expected)
    {
        GenerationResult result = Run(Schema, $"##\n# @disk-add:\n#\n# {text}\n##\n{{ 'command': 'disk-add' }}\n");

        Assert.Equal(
            $"{expected} <para>Features: <c>unstable</c>.</para>",
            Documentation.SummaryOf(result.Find("DiskAddCommand")!)
        );
        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [InlineData("seconds (since 2.8)", "seconds <para>Optional. Since QEMU 2.8.</para>")]
    [InlineData("seconds (since 2.8).", "seconds. <para>Optional. Since QEMU 2.8.</para>")]
    [InlineData("seconds (since\n#   2.8) or so", "seconds or so <para>Optional. Since QEMU 2.8.</para>")]
    [InlineData("seconds (default: 0; since 2.8)", "seconds (default: 0) <para>Optional. Since QEMU 2.8.</para>")]
    [InlineData("seconds (Since 2.8, default: 0)", "seconds (default: 0) <para>Optional. Since QEMU 2.8.</para>")]
    [InlineData("seconds.  Since 2.8.", "seconds. <para>Optional. Since QEMU 2.8.</para>")]
    [InlineData(
        "seconds (since 2.8), also 0 (since 3.0)",
        "seconds, also 0 (since 3.0) <para>Optional. Since QEMU 2.8.</para>"
    )]
    [InlineData("seconds (since 2.8 for files)", "seconds (since 2.8 for files)")]
    [InlineData("(since 2.8)", "Optional. Since QEMU 2.8.")]
    public void Summary_WhenTextRepeatsVersion_StatesItOnce(string text, string summary)
    {
        GenerationResult result = Run(
            Schema,
            $"##\n# @disk-add:\n#\n# @until: {text}\n##\n{{ 'command': 'disk-add' }}\n"
        );

        Assert.Equal(summary, Documentation.SummaryOf(result.Find("DiskAddCommand")!.GetMembers("Until").Single()));
    }

    [Fact]
    public void Source_OfOtherRelease_DocumentsKnownEntitiesOnly()
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
        Assert.Equal("", Documentation.SummaryOf(result.Find("Disk")!));
        Assert.Equal("", Documentation.SummaryOf(result.Find("DiskKind")!.GetMembers("None").Single()));
    }

    [Fact]
    public void Documentation_InSeveralFiles_ComesFromFirstPathInFolder()
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
        Assert.Equal(
            "Features: <c>unstable</c>.",
            Documentation.SummaryOf(result.Compilation.GetTypeByMetadataName("Other.DiskAddCommand")!)
        );
    }

    private static GenerationResult Run(string schema, string source) =>
        Generation.Run(Documentation.Documented(schema), Documentation.Source(source));
}
