namespace QmpGen.Testing.Tests;

/// <summary>The schema dumps that the tests serve.</summary>
internal static class SchemaDumps
{
    public static string Qemu72 { get; } = ReadQemu("7.2");

    public static string StorageDaemon72 { get; } = Read("qemu-storage-daemon-7.2.json");

    /// <summary>A small guest agent.</summary>
    public const string GuestAgent = """
        [{"name": "guest-sync-delimited", "meta-type": "command", "arg-type": "1", "ret-type": "int"},
         {"name": "guest-sync", "meta-type": "command", "arg-type": "1", "ret-type": "int"},
         {"name": "guest-ping", "meta-type": "command", "arg-type": "0", "ret-type": "0"},
         {"name": "guest-file-open", "meta-type": "command", "arg-type": "2", "ret-type": "int"},
         {"name": "guest-shutdown", "meta-type": "command", "arg-type": "3", "ret-type": "0", "success-response": false},
         {"name": "0", "meta-type": "object", "members": []},
         {"name": "1", "meta-type": "object", "members": [{"name": "id", "type": "int"}]},
         {"name": "2", "meta-type": "object", "members": [{"name": "path", "type": "str"}]},
         {"name": "3", "meta-type": "object", "members": [{"name": "mode", "type": "str", "default": null}]},
         {"name": "int", "meta-type": "builtin", "json-type": "int"},
         {"name": "str", "meta-type": "builtin", "json-type": "string"}]
        """;

    /// <summary>Reads the dump of a release, such as <c>7.2</c>.</summary>
    public static string ReadQemu(string release) => Read($"qemu-{release}.json");

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schema", name));
}
