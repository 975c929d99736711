namespace QmpGen.Tests;

public sealed class SchemaPathTests
{
    private static readonly SchemaGraph s_schema = ServerSchemaReader.Read(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "qemu-7.2.json"))
    );

    [Theory]
    [InlineData("blockdev-add")]
    [InlineData("RTC_CHANGE")]
    [InlineData("RTC_CHANGE/arg-type/offset/!int")]
    [InlineData("screendump/arg-type/device")]
    [InlineData("block-commit/arg-type/*top")]
    [InlineData("blockdev-add/arg-type/+file")]
    [InlineData("blockdev-add/arg-type/+file/filename")]
    [InlineData("blockdev-add/arg-type/+file/aio/^io_uring")]
    [InlineData("query-status/ret-type/status/^debug")]
    [InlineData("query-qmp-schema/ret-type/name/!string")]
    [InlineData("query-block/ret-type/inserted/image/*backing-image/filename")]
    [InlineData("blockdev-add/arg-type/+qcow2/backing/!null")]
    [InlineData("blockdev-add/arg-type/+qcow2/backing/!string")]
    [InlineData("blockdev-add/arg-type/+qcow2/backing/+file/filename")]
    [InlineData("blockdev-snapshot/$allow-write-only-overlay")]
    [InlineData("change-backing-file/ret-type")]
    [InlineData("block-dirty-bitmap-add/arg-type/ name")]
    public void Path_WhenTheSchemaHasIt_Exists(string path) => Assert.True(SchemaPath.Exists(s_schema, path));

    [Theory]
    [InlineData("nonexistent")]
    [InlineData("screendump/nonexistent")]
    [InlineData("screendump/arg-type/nonexistent")]
    [InlineData("screendump/arg-type/*filename")]
    [InlineData("blockdev-add/arg-type/+nonexistent")]
    [InlineData("blockdev-add/arg-type/file")]
    [InlineData("query-status/ret-type/status/^nonexistent")]
    [InlineData("query-status/ret-type/status/debug")]
    [InlineData("query-status/ret-type/status/^debug/$deprecated")]
    [InlineData("query-qmp-schema/ret-type/name/!number")]
    [InlineData("query-qmp-schema/ret-type/name/more")]
    [InlineData("RTC_CHANGE/ret-type")]
    [InlineData("blockdev-snapshot/$nonexistent")]
    public void Path_WhenTheSchemaLacksIt_DoesNotExist(string path) =>
        Assert.False(SchemaPath.Exists(s_schema, path));

    [Theory]
    [InlineData("query-status/ret-type/status/^debug/test", "'^debug' must be the last part.")]
    [InlineData("blockdev-snapshot/$feature/arg-type", "'$feature' must be the last part.")]
    [InlineData("query-qmp-schema/ret-type/name/!string/more", "'!string' must be the last part.")]
    [InlineData("query-status//status", "'' is not a name.")]
    [InlineData("query-status/ret-type/^", "'^' is not a name.")]
    [InlineData("/query-status", "'' is not a name.")]
    public void Path_WhenInvalid_Throws(string path, string reason)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => SchemaPath.Exists(s_schema, path));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_ThroughCyclesOfAHostileSchema_Ends()
    {
        SchemaGraph schema = ServerSchemaReader.Read(
            """
            [
              {"name": "c", "meta-type": "command", "arg-type": "list", "ret-type": "alternate"},
              {"name": "list", "meta-type": "array", "element-type": "list"},
              {"name": "alternate", "meta-type": "alternate", "members": [{"type": "again"}, {"type": "alternate"}]},
              {"name": "again", "meta-type": "array", "element-type": "alternate"}
            ]
            """u8.ToArray()
        );

        Assert.False(SchemaPath.Exists(schema, "c/arg-type/member"));
        Assert.False(SchemaPath.Exists(schema, "c/ret-type/member"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"name": "x"}]""")]
    [InlineData("""[{"name": 1, "meta-type": "command", "arg-type": "q", "ret-type": "q"}]""")]
    [InlineData("""[{"name": null, "meta-type": "enum", "values": []}]""")]
    [InlineData("""[{"name": "e", "meta-type": "enum", "values": [null]}]""")]
    [InlineData("""[{"name": "o", "meta-type": "object", "members": [{"name": "m", "type": null}]}]""")]
    public void Schema_WhenInvalid_ThrowsProtocolException(string json) =>
        Assert.Throws<QmpProtocolException>(() =>
            ServerSchemaReader.Read(System.Text.Encoding.UTF8.GetBytes(json))
        );
}
