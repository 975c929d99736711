namespace QmpGen.Testing.Tests;

/// <summary>Requests that QEMU 7.2 rejects, with its error descriptions.</summary>
/// <remarks>A test compares them with a real QEMU.</remarks>
internal static class RejectedRequests
{
    /// <summary>The bytes of each request and the description of its <c>GenericError</c>.</summary>
    public static IReadOnlyList<(string Request, string Description)> All { get; } =
    [
        // Invalid requests.
        ("""{"execute":"query-name","foo":1,"id":1}""", "QMP input member 'foo' is unexpected"),
        ("""{"execute":"query-name","control":{"run-oob":true}}""", "QMP input member 'control' is unexpected"),
        ("""{"execute":5}""", "QMP input member 'execute' must be a string"),
        ("""{"exec-oob":5}""", "QMP input member 'exec-oob' must be a string"),
        ("""{"exec-oob":"query-name","execute":"x"}""", "QMP input member 'execute' clashes with 'exec-oob'"),
        ("""{"exec-oob":"query-status","id":7}""", "The command query-status does not support OOB"),
        ("""{"id":1}""", "QMP input lacks member 'execute'"),
        ("{}", "QMP input lacks member 'execute'"),
        ("[1]", "QMP input must be a JSON object"),
        ("5\n", "QMP input must be a JSON object"),
        ("null\n", "QMP input must be a JSON object"),
        ("""{"execute":"query-name","arguments":null}""", "QMP input member 'arguments' must be an object"),
        ("""{"execute":"query-name","arguments":[]}""", "QMP input member 'arguments' must be an object"),
        // Invalid JSON.
        ("""{"execute": }""", "JSON parse error, expecting value"),
        ("""{"id":0e5}""", "JSON parse error, expected separator in dict"),
        ("""{"execute":"query-name",}""", "JSON parse error, expecting value"),
        ("""{"execute":"query-name" "id":1}""", "JSON parse error, expected separator in dict"),
        ("""{"execute" "query-name"}""", "JSON parse error, missing : in object pair"),
        ("""{"execute":"query-name","execute":"x"}""", "JSON parse error, duplicate key"),
        ("""{5:1}""", "JSON parse error, key is not a string in object"),
        ("""{"a":[1 2]}""", "JSON parse error, expected separator in list"),
        ("""{"a":nope}""", "JSON parse error, invalid keyword 'nope'"),
        ("""{"a":"\uffff"}""", @"JSON parse error, \uffff is not a valid Unicode character"),
        ("""{"a":"\ud800"}""", @"JSON parse error, \ud800 is not a valid Unicode character"),
        ("""{"a":"\ud800\u0041"}""", @"JSON parse error, \ud800 is not a valid Unicode character"),
        ("""{"a":"\u12"}""", "JSON parse error, \\u12\" is not a valid Unicode character"),
        ("""{"a":"\q"}""", "JSON parse error, invalid escape sequence in string"),
        ("{\"a\":\"\u00C3(\"}", "JSON parse error, invalid UTF-8 sequence in string"),
        ("\"a\tb\"\n", "JSON parse error, stray '\"a\t'"),
        ("%s\n", "JSON parse error, stray '%'"),
        ("\u00FF\n", "JSON parse error, stray '\uFFFD'"),
        ("-\n", "JSON parse error, stray '-\n'"),
        (new string('[', 1025) + "\n", "JSON nesting depth limit exceeded"),
        // Invalid arguments.
        CreateCommand("query-name", """{"x":1}""", "Parameter 'x' is unexpected"),
        CreateCommand("device_del", "{}", "Parameter 'id' is missing"),
        CreateCommand("device_del", """{"id":5}""", "Invalid parameter type for 'id', expected: string"),
        CreateCommand("device_del", """{"id":null}""", "Invalid parameter type for 'id', expected: string"),
        CreateCommand("device_del", """{"id":"x","y":1}""", "Parameter 'y' is unexpected"),
        CreateCommand("device_add", "{}", "Parameter 'driver' is missing"),
        CreateCommand("device_add", """{"driver":null}""", "Parameter 'driver' is missing"),
        CreateCommand("block_resize", """{"size":1.5}""", "Invalid parameter type for 'size', expected: integer"),
        CreateCommand(
            "block_resize",
            """{"size":18446744073709551616}""",
            "Invalid parameter type for 'size', expected: integer"
        ),
        CreateCommand(
            "block_resize",
            """{"size":9223372036854775808}""",
            "Invalid parameter type for 'size', expected: integer"
        ),
        CreateCommand("set-vcpu-dirty-limit", """{"dirty-rate":"x"}""", "Parameter 'dirty-rate' expects uint64"),
        CreateCommand(
            "netdev_add",
            """{"type":"socket","id":"x","fd":5}""",
            "Invalid parameter type for 'fd', expected: string"
        ),
        CreateCommand(
            "netdev_add",
            """{"type":"l2tpv3","id":"x","src":"a","dst":"b","txsession":4294967296}""",
            "Parameter 'txsession' expects uint32_t"
        ),
        CreateCommand(
            "netdev_add",
            """{"type":"l2tpv3","id":"x","src":"a","dst":"b","txsession":-1}""",
            "Parameter 'txsession' expects uint32_t"
        ),
        CreateCommand(
            "migrate-set-parameters",
            """{"tls-creds":5}""",
            "Invalid parameter type for 'tls-creds', expected: StrOrNull"
        ),
        CreateCommand("migrate", """{"uri":"x","blk":1}""", "Invalid parameter type for 'blk', expected: boolean"),
        CreateCommand("set_password", """{"protocol":"zz"}""", "Parameter 'protocol' does not accept value 'zz'"),
        CreateCommand("blockdev-add", "{}", "Parameter 'driver' is missing"),
        CreateCommand("blockdev-add", """{"driver":5}""", "Invalid parameter type for 'driver', expected: string"),
        CreateCommand("blockdev-add", """{"driver":"zz"}""", "Parameter 'driver' does not accept value 'zz'"),
        CreateCommand("blockdev-add", """{"driver":"qcow2"}""", "Parameter 'file' is missing"),
        CreateCommand(
            "blockdev-add",
            """{"driver":"qcow2","file":5}""",
            "Invalid parameter type for 'file', expected: BlockdevRef"
        ),
        CreateCommand(
            "blockdev-add",
            """{"driver":"quorum","children":[5],"vote-threshold":1}""",
            "Invalid parameter type for 'null', expected: BlockdevRef"
        ),
        CreateCommand("blockdev-add", """{"driver":"null-co","bogus":1}""", "Parameter 'bogus' is unexpected"),
        CreateCommand("blockdev-add", """{"driver":"qcow2","file":{}}""", "Parameter 'file.driver' is missing"),
        CreateCommand(
            "blockdev-add",
            """{"driver":"qcow2","file":{"driver":"zz"}}""",
            "Parameter 'driver' does not accept value 'zz'"
        ),
        CreateCommand(
            "blockdev-add",
            """{"driver":"qcow2","file":{"driver":"file","filename":5}}""",
            "Invalid parameter type for 'file.filename', expected: string"
        ),
        CreateCommand(
            "blockdev-add",
            """{"driver":"qcow2","file":{"driver":"file","filename":"x","b":1}}""",
            "Parameter 'file.b' is unexpected"
        ),
        CreateCommand(
            "blockdev-add",
            """{"driver":"qcow2","file":{"driver":"file","filename":"x","cache":5}}""",
            "Invalid parameter type for 'file.cache', expected: object"
        ),
        CreateCommand(
            "blockdev-add",
            """{"driver":"quorum","children":{},"vote-threshold":1}""",
            "Invalid parameter type for 'children', expected: array"
        ),
        CreateCommand(
            "blockdev-add",
            """{"driver":"quorum","children":["a",{"driver":"file"}],"vote-threshold":1}""",
            "Parameter 'children[1].filename' is missing"
        ),
        CreateCommand(
            "query-stats",
            """{"target":"vm","providers":[{"provider":"kvm","names":[5]}]}""",
            "Invalid parameter type for 'providers[0].names[0]', expected: string"
        ),
        CreateCommand(
            "transaction",
            """{"actions":[{"type":"abort","data":{"a":1}}]}""",
            "Parameter 'actions[0].data.a' is unexpected"
        ),
        CreateCommand(
            "yank",
            """{"instances":[{"type":"block-node"}]}""",
            "Parameter 'instances[0].node-name' is missing"
        ),
        CreateCommand(
            "qmp_capabilities",
            """{"enable":["oob",5]}""",
            "Invalid parameter type for 'enable[1]', expected: string"
        ),
        CreateCommand("qmp_capabilities", """{"enable":["bogus"]}""", "Parameter 'null' does not accept value 'bogus'"),
    ];

    private static (string Request, string Description) CreateCommand(
        string command,
        string arguments,
        string description
    ) => ($$"""{"execute":"{{command}}","arguments":{{arguments}},"id":1}""", description);
}
