using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

/// <summary>A hand-written equivalent of a client that is generated from the dumps of two releases.</summary>
internal sealed class TwoReleaseClient : QmpClient
{
    public static QmpBindings Bindings { get; } =
        new("11.1.3", static (string _, ref QmpReader _) => null)
        {
            Schema = new QmpCompiledSchema(
                static () => SchemaText,
                new QmpCompiledRelease("5.2.0", "5.2.0", "Debian"),
                new QmpCompiledRelease("11.1.3", "11.1.3")
            ),
        };

    private TwoReleaseClient(QmpSession session)
        : base(session) { }

    private const string OldSchema = """
        [
          {"name": "yankless", "meta-type": "command", "arg-type": "q", "ret-type": "q"},
          {"name": "blockdev-mirror", "meta-type": "command", "arg-type": "1", "ret-type": "q"},
          {"name": "blockdev-add", "meta-type": "command", "arg-type": "3", "ret-type": "q"},
          {"name": "STOP", "meta-type": "event", "arg-type": "q"},
          {"name": "q", "meta-type": "object", "members": []},
          {"name": "0", "meta-type": "enum", "values": ["background"]},
          {"name": "1", "meta-type": "object", "members": [
            {"name": "job-id", "type": "str"},
            {"name": "copy-mode", "type": "0", "default": null},
            {"name": "sync", "type": "str"}]},
          {"name": "2", "meta-type": "enum", "values": ["file"]},
          {"name": "3", "meta-type": "object", "tag": "driver",
            "members": [{"name": "driver", "type": "2"}], "variants": [{"case": "file", "type": "4"}]},
          {"name": "4", "meta-type": "object", "members": [{"name": "filename", "type": "str"}]},
          {"name": "str", "meta-type": "builtin", "json-type": "string"}
        ]
        """;

    /// <summary>The schema of release 0 as a monitor sends it.</summary>
    public static string OldSchemaLine => OldSchema.ReplaceLineEndings(" ");

    private static ReadOnlySpan<byte> SchemaText =>
        """
        R 0
        R 1
        E CopyMode background write-blocking@1
        O - job-id:s *copy-mode:0 *target-is-zero:b@1 *sync:s/0
        E BlockdevDriver file nvme@1
        O BlockdevOptions driver:2 ? driver +file=File:4 +nvme=Nvme:5@1
        O - filename:s
        O BlockdevOptionsNvme@1 device:s *namespace:i
        C yank=YankCommand@1 - -
        C blockdev-mirror=BlockdevMirrorCommand 1 -
        C blockdev-add=BlockdevAddCommand 3 -
        V STOP=StopEvent -
        V MEMORY_FAILURE=MemoryFailureEvent@1 -
        """u8;

    public static Task<TwoReleaseClient> ConnectAsync(QmpEndpoint endpoint, QmpClientOptions? options = null) =>
        ConnectAsync(endpoint, options, Bindings, static session => new TwoReleaseClient(session), default);
}

internal sealed record YankCommand : QmpArguments, IQmpCommand
{
    string IQmpCommand.WireName => "yank";
}

internal sealed record BlockdevMirrorCommand : QmpArguments, IQmpCommand
{
    string IQmpCommand.WireName => "blockdev-mirror";
}

internal sealed record BlockdevAddCommand : QmpArguments, IQmpCommand
{
    string IQmpCommand.WireName => "blockdev-add";
}

internal sealed record MemoryFailureEvent;

internal sealed record BlockdevOptions
{
    internal sealed record File;

    internal sealed record Nvme;
}

internal sealed record BlockdevOptionsNvme;

internal enum CopyMode
{
    Background = 1,
    WriteBlocking = 2,
}

internal static class TwoReleaseFeatures
{
    internal enum BlockdevMirror
    {
        JobId = 1,
        CopyMode = 2,
        TargetIsZero = 3,
        Sync = 4,
    }
}
