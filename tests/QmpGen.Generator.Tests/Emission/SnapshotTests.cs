using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Snapshots of generated code, one for each feature. Review them like code.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void Command_WithArgumentsAndResult_HasRecordsAndMethod() =>
        Verify(
            Schemas.Create(
                """{"name": "query-thing", "meta-type": "command", "arg-type": "1", "ret-type": "2", "features": ["unstable"]}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "node-name", "type": "str"}, {"name": "flat", "type": "bool", "default": null}]}""",
                """{"name": "2", "meta-type": "object", "members": [{"name": "size", "type": "int", "default": null}, {"name": "parts", "type": "[str]"}]}""",
                """{"name": "[str]", "meta-type": "array", "element-type": "str"}"""
            )
        );

    [Fact]
    public void Command_ThatAllowsOutOfBand_HasOutOfBandOverload() =>
        Verify(
            Schemas.Create(
                """{"name": "migrate-pause", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": true}"""
            )
        );

    [Fact]
    public void Command_InBothDirections_CanBeCalledAndServed() =>
        Verify(
            Schemas.Create(
                """{"name": "query-thing", "meta-type": "command", "arg-type": "1", "ret-type": "str"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "node-name", "type": "str"}]}"""
            ),
            ("Directions", "both")
        );

    [Fact]
    public void Event_WithOptionalData_HasNullableProperty() =>
        Verify(
            Schemas.Create(
                """{"name": "DEVICE_DELETED", "meta-type": "event", "arg-type": "1"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "device", "type": "str", "default": null}, {"name": "path", "type": "str"}]}"""
            )
        );

    [Fact]
    public void Enum_WithFeaturesAndOddNames_HasAttributesAndValidNames() =>
        Verify(
            Schemas.WithMembers(
                """{"name": "when", "type": "22"}""",
                """{"name": "22", "meta-type": "enum", "members": [{"name": "io_uring"}, {"name": "3des", "features": ["deprecated"]}, {"name": "on-error"}], "values": ["io_uring", "3des", "on-error"]}"""
            )
        );

    [Fact]
    public void Union_ThatIsSent_HasWritableBranches() =>
        Verify(
            Schemas.Create(
                """{"name": "blockdev-add", "meta-type": "command", "arg-type": "20", "ret-type": "0"}""",
                """{"name": "20", "meta-type": "object", "tag": "driver", "members": [{"name": "driver", "type": "22"}, {"name": "node-name", "type": "str", "default": null}], "variants": [{"case": "file", "type": "23"}, {"case": "null-co", "type": "0"}]}""",
                """{"name": "22", "meta-type": "enum", "values": ["file", "null-co"]}""",
                """{"name": "23", "meta-type": "object", "members": [{"name": "filename", "type": "str"}]}"""
            )
        );

    [Fact]
    public void Union_ThatIsReceived_HasReadableAndUnknownBranches() =>
        Verify(
            Schemas.Create(
                """{"name": "query-address", "meta-type": "command", "arg-type": "0", "ret-type": "20"}""",
                """{"name": "20", "meta-type": "object", "tag": "type", "members": [{"name": "type", "type": "22"}], "variants": [{"case": "inet", "type": "23"}]}""",
                """{"name": "22", "meta-type": "enum", "values": ["inet"]}""",
                """{"name": "23", "meta-type": "object", "members": [{"name": "port", "type": "int"}]}"""
            )
        );

    [Fact]
    public void Union_InsideUnion_HasNestedBranches() =>
        Verify(
            Schemas.WithMembers(
                """{"name": "target", "type": "20"}""",
                """{"name": "20", "meta-type": "object", "tag": "transport", "members": [{"name": "transport", "type": "22"}], "variants": [{"case": "socket", "type": "21"}]}""",
                """{"name": "22", "meta-type": "enum", "values": ["socket"]}""",
                """{"name": "21", "meta-type": "object", "tag": "type", "members": [{"name": "type", "type": "24"}], "variants": [{"case": "inet", "type": "23"}]}""",
                """{"name": "24", "meta-type": "enum", "values": ["inet"]}""",
                """{"name": "23", "meta-type": "object", "members": [{"name": "port", "type": "str"}]}"""
            )
        );

    [Fact]
    public void Alternate_WithNullAndList_HasBranchForEach() =>
        Verify(
            Schemas.WithMembers(
                """{"name": "backing", "type": "27", "default": null}""",
                """{"name": "27", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "null"}, {"type": "[str]"}]}""",
                """{"name": "[str]", "meta-type": "array", "element-type": "str"}"""
            )
        );

    [Fact]
    public void GuestAgent_WithCommandWithoutResponse_ListsItInClient() =>
        Verify(
            Schemas.Create(
                """{"name": "guest-sync-delimited", "meta-type": "command", "arg-type": "1", "ret-type": "int", "ret-width": "int64"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "id", "type": "int", "width": "int64"}]}""",
                """{"name": "guest-shutdown", "meta-type": "command", "arg-type": "2", "ret-type": "0", "success-response": false}""",
                """{"name": "2", "meta-type": "object", "members": [{"name": "mode", "type": "str", "default": null}]}"""
            )
        );

    [Fact]
    public void Integers_OfKnownWidth_HaveMatchingTypes() =>
        Verify(
            Schemas.Create(
                """{"name": "x-sizes", "meta-type": "command", "arg-type": "1", "ret-type": "[int]", "ret-width": "uint16"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "port", "type": "int", "width": "uint16"}, {"name": "size", "type": "int", "width": "size", "default": null}, {"name": "some", "type": "[int]", "width": "int8"}, {"name": "any", "type": "int"}]}""",
                """{"name": "[int]", "meta-type": "array", "element-type": "int"}"""
            )
        );

    [Fact]
    public void Alternate_WithAmbiguousBranches_ReportsDiagnostic() =>
        Verify(
            Schemas.WithMembers(
                """{"name": "size", "type": "27"}""",
                """{"name": "27", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "28"}]}""",
                """{"name": "28", "meta-type": "enum", "values": ["auto"]}"""
            )
        );

    private static void Verify(
        string schema,
        (string Name, string Value) option = default,
        [CallerMemberName] string test = ""
    )
    {
        GeneratorDriver driver = Generation
            .Driver(InMemorySchema.FromText(schema, option.Name is null ? [] : [option]))
            .RunGenerators(Generation.Compilation(""));

        // Most clients differ only in their events.
        bool includesClient =
            test
            is nameof(Event_WithOptionalData_HasNullableProperty)
                or nameof(GuestAgent_WithCommandWithoutResponse_ListsItInClient);
        Snapshot.Verify(driver, source => !includesClient && source.HintName == "Qemu.Client.g.cs", testMethod: test);
    }
}
