using System.Runtime.CompilerServices;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What generated code looks like: one idea each, to be reviewed like code.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void Command_with_arguments_and_an_answer() =>
        Check(
            Schemas.Of(
                """{"name": "query-thing", "meta-type": "command", "arg-type": "1", "ret-type": "2", "features": ["unstable"]}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "node-name", "type": "str"}, {"name": "flat", "type": "bool", "default": null}]}""",
                """{"name": "2", "meta-type": "object", "members": [{"name": "size", "type": "int", "default": null}, {"name": "parts", "type": "[str]"}]}""",
                """{"name": "[str]", "meta-type": "array", "element-type": "str"}"""
            )
        );

    [Fact]
    public void Command_that_may_be_executed_out_of_band() =>
        Check(
            Schemas.Of(
                """{"name": "migrate-pause", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": true}"""
            )
        );

    [Fact]
    public void Event() =>
        Check(
            Schemas.Of(
                """{"name": "DEVICE_DELETED", "meta-type": "event", "arg-type": "1"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "device", "type": "str", "default": null}, {"name": "path", "type": "str"}]}"""
            )
        );

    [Fact]
    public void Flat_union_that_is_sent() =>
        Check(
            Schemas.Of(
                """{"name": "blockdev-add", "meta-type": "command", "arg-type": "20", "ret-type": "0"}""",
                """{"name": "20", "meta-type": "object", "tag": "driver", "members": [{"name": "driver", "type": "22"}, {"name": "node-name", "type": "str", "default": null}], "variants": [{"case": "file", "type": "23"}, {"case": "null-co", "type": "0"}]}""",
                """{"name": "22", "meta-type": "enum", "values": ["file", "null-co"]}""",
                """{"name": "23", "meta-type": "object", "members": [{"name": "filename", "type": "str"}]}"""
            )
        );

    [Fact]
    public void Flat_union_that_is_received() =>
        Check(
            Schemas.Of(
                """{"name": "query-address", "meta-type": "command", "arg-type": "0", "ret-type": "20"}""",
                """{"name": "20", "meta-type": "object", "tag": "type", "members": [{"name": "type", "type": "22"}], "variants": [{"case": "inet", "type": "23"}]}""",
                """{"name": "22", "meta-type": "enum", "values": ["inet"]}""",
                """{"name": "23", "meta-type": "object", "members": [{"name": "port", "type": "int"}]}"""
            )
        );

    [Fact]
    public void Alternate_with_null_and_a_list() =>
        Check(
            Schemas.WithMembers(
                """{"name": "backing", "type": "27", "default": null}""",
                """{"name": "27", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "null"}, {"type": "[str]"}]}""",
                """{"name": "[str]", "meta-type": "array", "element-type": "str"}"""
            )
        );

    [Fact]
    public void Guest_agent() =>
        Check(
            Schemas.Of(
                """{"name": "guest-sync-delimited", "meta-type": "command", "arg-type": "1", "ret-type": "int", "ret-width": "int64"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "id", "type": "int", "width": "int64"}]}""",
                """{"name": "guest-shutdown", "meta-type": "command", "arg-type": "2", "ret-type": "0", "success-response": false}""",
                """{"name": "2", "meta-type": "object", "members": [{"name": "mode", "type": "str", "default": null}]}"""
            )
        );

    [Fact]
    public void Integers_of_known_width() =>
        Check(
            Schemas.Of(
                """{"name": "x-sizes", "meta-type": "command", "arg-type": "1", "ret-type": "[int]", "ret-width": "uint16"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "port", "type": "int", "width": "uint16"}, {"name": "size", "type": "int", "width": "size", "default": null}, {"name": "some", "type": "[int]", "width": "int8"}, {"name": "any", "type": "int"}]}""",
                """{"name": "[int]", "meta-type": "array", "element-type": "int"}"""
            )
        );

    private static void Check(string schema, [CallerMemberName] string test = "")
    {
        GenerationResult result = Generation.Run(InMemorySchema.Of(schema));

        // The client file differs by the events alone.
        Snapshot.Match(
            $"{nameof(SnapshotTests)}.{test}",
            result.Trees.Where(tree =>
                test is nameof(Event) or nameof(Guest_agent)
                || !tree.FilePath.EndsWith("Client.g.cs", StringComparison.Ordinal)
            )
        );
    }
}
