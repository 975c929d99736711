namespace QmpGen.Generator.Tests.Diagnostics;

/// <summary>Items with invalid metadata or files.</summary>
internal static class ItemCases
{
    private static readonly string s_schema = Schemas.Create(
        """{"name": "query-status", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "query-block", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "SHUTDOWN", "meta-type": "event", "arg-type": "0"}""",
        """{"name": "JOB_STATUS_CHANGE", "meta-type": "event", "arg-type": "0"}""",
        """{"name": "x-new", "meta-type": "command", "arg-type": "0", "ret-type": "0", "features": ["unstable"]}"""
    );

    public static IEnumerable<DiagnosticCase> All =>
        [.. Conflicts, .. Metadata, .. UnknownMetadata, .. Patterns, .. FilterFiles, .. Names, .. Docs];

    private static IEnumerable<DiagnosticCase> Conflicts =>
        [
            new(
                "File in two items",
                "QMPGEN010",
                "schema.json(1,1)",
                ["'schema.json'"],
                InMemorySchema.FromText(Schemas.Create()),
                InMemorySchema.FromText(Schemas.Create())
            ),
            new(
                "Namespace in another case",
                "QMPGEN011",
                "b.json(1,1)",
                ["'b.json'", "'a.json'", "Namespace", "'QEMU'", "'Qemu'"],
                new InMemorySchema("a.json", Schemas.Create(), ("Namespace", "Qemu")),
                new InMemorySchema("b.json", Schemas.Create(Schemas.Rest), ("Namespace", "QEMU"))
            ),
            new(
                "Two clients in one namespace",
                "QMPGEN011",
                "b.json(1,1)",
                ["'b.json'", "'a.json'", "Client", "'Other'", "'Vm'"],
                new InMemorySchema("a.json", Schemas.Create(), ("Namespace", "Qemu"), ("Client", "Vm")),
                new InMemorySchema("b.json", Schemas.Create(Schemas.Rest), ("Namespace", "Qemu"), ("Client", "Other"))
            ),
            new(
                "Monitor and guest agent in one namespace",
                "QMPGEN011",
                "b.json(1,1)",
                ["'b.json'", "'a.json'", "'guest agent'", "'monitor'"],
                new InMemorySchema("a.json", Schemas.Create(Schemas.Rest), ("Namespace", "Qemu")),
                new InMemorySchema("b.json", Schemas.Create(GuestSync), ("Namespace", "Qemu"))
            ),
            new(
                "Members of an unnamed type that cannot be merged",
                "QMPGEN025",
                "b.json(9,73)",
                ["of the member 'a' in"],
                new InMemorySchema("a.json", InnerMember("int"), ("Namespace", "Qemu")),
                new InMemorySchema("b.json", InnerMember("bool"), ("Namespace", "Qemu"))
            ),
            new(
                "Types that cannot be merged",
                "QMPGEN025",
                "b.json(9,75)",
                ["'go().a'", "QEMU b", "QEMU a", "a.json:9:75"],
                new InMemorySchema("a.json", Member("int"), ("Namespace", "Qemu")),
                new InMemorySchema("b.json", Member("bool"), ("Namespace", "Qemu"))
            ),
        ];

    private const string GuestSync =
        """{"name": "guest-sync-delimited", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""";

    private static string InnerMember(string type) =>
        Schemas.Create(
            """{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "77"}""",
            $$"""{"name": "77", "meta-type": "object", "members": [{"name": "a", "type": "{{type}}"}]}"""
        );

    private static string Member(string type) => Schemas.WithMembers($$"""{"name": "a", "type": "{{type}}"}""");

    private static IEnumerable<DiagnosticCase> Metadata =>
        [
            new(
                "No namespace",
                "QMPGEN012",
                "user.csproj(1,1)",
                ["'schema.json'", "Namespace=\"Qemu\""],
                new InMemorySchema("schema.json", Schemas.Create(), ("Item", "user.csproj"))
            ),
            Invalid("Namespace with space", "Namespace", "My App"),
            Invalid("Namespace with keyword", "Namespace", "My.class"),
            Invalid("Namespace of the runtime", "Namespace", "QmpGen"),
            Invalid("Namespace of generated code in the runtime", "Namespace", "QmpGen.CodeGeneration"),
            Invalid("Client that starts with digit", "Client", "1st"),
            Invalid("Client in lower case", "Client", "required"),
            Invalid("Unknown accessibility", "Accessibility", "private"),
            Invalid("Unknown directions", "Directions", "sideways"),
            new(
                "Unknown feature in Without",
                "QMPGEN012",
                "user.csproj(1,1)",
                ["'schema.json'", "Without", "'stale'"],
                InMemorySchema.FromText(Schemas.Create(), ("Item", "user.csproj"), ("Without", "unstable stale"))
            ),
        ];

    private static IEnumerable<DiagnosticCase> UnknownMetadata =>
        [
            Project("Misspelt metadata", "(3,56)", "Command=\"stop\"", "'Command'", "'Commands'"),
            Project("Metadata unlike any other", "(3,56)", "Prefix=\"Q\"", "'Prefix'", "Namespace, Client"),
            Project("Misspelt metadata element", "(4,6)", "><!-- -->\n    <namespaces>Qemu</namespaces", "'Namespace'"),
            new(
                "Metadata of names file",
                "QMPGEN023",
                "user.csproj(3,34)",
                ["QmpNames", "'Namespace'"],
                InMemorySchema.FromText(s_schema, ("Item", "user.csproj")),
                new InMemorySchema(
                    "user.csproj",
                    "<Project>\n <ItemGroup>\n  <QmpNames Include=\"names.json\" Namespace=\"Qemu\" />\n </ItemGroup>\n</Project>",
                    ("Kind", "project")
                )
            ),
        ];

    private static IEnumerable<DiagnosticCase> Patterns =>
        [
            Pattern("Misspelt command", "Commands", "query-statu", "'query-statu'", "'query-status'"),
            Pattern("Misspelt excluded command", "Commands", "query-status !Query_Block", "'!query-block'"),
            Pattern("Command in another case", "Commands", "Stop query-*", "'Stop'", "'stop'"),
            Pattern("Command pattern without match", "Commands", "stop*-* stop", "'stop*-*'", "'stop'"),
            Pattern("Event as command", "Commands", "SHUTDOWN stop", "'SHUTDOWN'", "Events"),
            Pattern("Events as commands", "Commands", "!JOB_* stop", "'!JOB_*'", "'JOB_STATUS_CHANGE'", "Events"),
            Pattern("Unknown command", "Commands", "guest-sync", "'guest-sync'"),
            Pattern("Lone exclamation mark", "Commands", "!", "'!'"),
            Pattern("Event pattern in another case", "Events", "job_*", "'job_*'", "'JOB_STATUS_CHANGE'"),
            Pattern("Command as event", "Events", "query-status", "'query-status'", "Commands"),
            Pattern("Unknown excluded event", "Events", "!y-*", "'!y-*'"),
            Empty("Every command and event excluded", ("Commands", "!*"), ("Events", "!*")),
            Empty("Selected command excluded", ("Commands", "stop !stop"), ("Events", "!*")),
            Empty("Selected command unstable", ("Commands", "x-*"), ("Events", "!*"), ("Without", "unstable")),
        ];

    private static IEnumerable<DiagnosticCase> FilterFiles =>
        [
            Filter("Misspelt name in filter file", "(3,3)", "stop\n\n  query-statu # of all", "'query-status'"),
            Filter("Unknown name in filter file", "(2,1)", "# events\r\n!SHUT\r\nstop", "'!SHUT'"),
            Filter("Repeated misspelt name", "(1,1)", "SHUTDWN\nSHUTDWN", "'SHUTDWN'", "'SHUTDOWN'"),
            new(
                "Name that one of two schemas lacks",
                "QMPGEN018",
                "qemu.select(1,1)",
                ["'other.json'", "'stop'"],
                InMemorySchema.FromText(s_schema, ("Select", "qemu.select")),
                new InMemorySchema(
                    "other.json",
                    Schemas.WithMembers(""),
                    ("Namespace", "Other"),
                    ("Select", "qemu.select")
                ),
                new InMemorySchema("qemu.select", "stop", ("Kind", "select"))
            ),
            new(
                "Missing filter file",
                "QMPGEN019",
                "user.csproj(1,1)",
                ["'qemu.select'"],
                InMemorySchema.FromText(
                    s_schema,
                    ("Item", "user.csproj"),
                    ("Select", "qemu.select"),
                    ("Commands", "stop")
                )
            ),
            new(
                "Unreadable filter file",
                "QMPGEN019",
                "user.csproj(1,1)",
                ["'qemu.select'"],
                InMemorySchema.FromText(s_schema, ("Item", "user.csproj"), ("Select", "qemu.select")),
                new InMemorySchema("qemu.select", null, ("Kind", "select"))
            ),
        ];

    private static IEnumerable<DiagnosticCase> Names =>
        [
            InvalidNames("Unreadable names file", "(1,1)", null),
            InvalidNames("Empty names file", "(1,1)", ""),
            InvalidNames("Names file that is not JSON", "(1,2)", "{", "line 1, column 1"),
            InvalidNames("Names file with array", "(1,1)", "[]"),
            InvalidNames("Names file without releases", "(1,1)", "{}", "'releases'"),
            InvalidNames("Names file with empty releases", "(1,14)", """{"releases": []}""", "'releases'", "32"),
            InvalidNames("Duplicate release", "(1,14)", """{"releases": ["1", "1"]}""", "'1'"),
            InvalidNames("Numeric release", "(1,15)", """{"releases": [1]}"""),
            InvalidNames("Array of commands", "(1,33)", """{"releases": ["1"], "commands": []}"""),
            InvalidNames("Numeric command", "(1,40)", """{"releases": ["1"], "commands": {"go": 5}}""", "'go'"),
            InvalidNames("Type of unknown kind", "(2,17)", "{\"releases\": [\"1\"],\n \"types\": {\"X\": 5}}", "'X'"),
            InvalidPlace("Empty type", ""),
            InvalidPlace("Missing version", "X since", "'since'"),
            InvalidPlace("Unknown word", "X until 2", "'until'"),
            InvalidPlace("Unknown release", "X in 3", "'3'", "'releases'"),
            InvalidPlace("Reversed range", "X in 2..1", "'2'", "'1'"),
        ];

    private static IEnumerable<DiagnosticCase> Docs =>
        [
            InvalidDocs("Unreadable QAPI file", "(1,1)", null),
            InvalidDocs("Truncated QAPI file", "(1,18)", "{ 'command': 'go'", "line 1, column 1"),
            InvalidDocs("QAPI file with double quotes", "(5,2)", "##\n# @go:\n##\n\n{\"command\": \"go\"}"),
        ];

    private static DiagnosticCase Invalid(string name, string metadata, string value, params string[] arguments)
    {
        (string, string)[] items =
            metadata == "Namespace" ? [(metadata, value)] : [("Namespace", "Qemu"), (metadata, value)];
        return new(
            name,
            "QMPGEN012",
            "user.csproj(1,1)",
            ["'schema.json'", metadata, $"'{value}'", .. arguments],
            new InMemorySchema("schema.json", Schemas.Create(), [("Item", "user.csproj"), .. items])
        );
    }

    private static DiagnosticCase Pattern(string name, string metadata, string patterns, params string[] arguments) =>
        new(
            name,
            "QMPGEN018",
            "user.csproj(1,1)",
            ["'schema.json'", .. arguments],
            InMemorySchema.FromText(s_schema, ("Item", "user.csproj"), (metadata, patterns))
        );

    private static DiagnosticCase Empty(string name, params (string, string)[] metadata) =>
        new(
            name,
            "QMPGEN018",
            "user.csproj(1,1)",
            ["'schema.json'", "Without"],
            InMemorySchema.FromText(s_schema, [("Item", "user.csproj"), .. metadata])
        );

    private static DiagnosticCase Project(string name, string place, string metadata, params string[] arguments) =>
        new(
            name,
            "QMPGEN023",
            $"user.csproj{place}",
            ["QmpSchema", .. arguments],
            InMemorySchema.FromText(s_schema, ("Item", "user.csproj")),
            new InMemorySchema(
                "user.csproj",
                $"<Project>\n <ItemGroup>\n  <QmpSchema Include=\"schema.json\" Client=\"QemuClient\" {metadata} {(metadata.StartsWith('>') ? "></QmpSchema>" : "/>")}\n </ItemGroup>\n</Project>",
                ("Kind", "project")
            )
        );

    private static DiagnosticCase Filter(string name, string place, string text, params string[] arguments) =>
        new(
            name,
            "QMPGEN018",
            $"/me/qemu.select{place}",
            ["'schema.json'", .. arguments],
            InMemorySchema.FromText(s_schema, ("Item", "user.csproj"), ("Select", "/me/qemu.select")),
            new InMemorySchema("/me/qemu.select", text, ("Kind", "select"))
        );

    private static DiagnosticCase InvalidNames(string name, string place, string? text, params string[] arguments) =>
        new(
            name,
            "QMPGEN015",
            $"names.json{place}",
            arguments,
            InMemorySchema.FromText(s_schema),
            new InMemorySchema("names.json", text, ("Kind", "names"))
        );

    private static DiagnosticCase InvalidPlace(string name, string text, params string[] arguments) =>
        InvalidNames(
            name,
            "(1,57)",
            "{\"releases\": [\"1\", \"2\"], \"commands\": {\"go\": {\"returns\": \"" + text + "\"}}}",
            arguments
        );

    private static DiagnosticCase InvalidDocs(string name, string place, string? text, params string[] arguments) =>
        new(
            name,
            "QMPGEN020",
            $"{Documentation.Folder}broken.json{place}",
            arguments,
            Documentation.Documented(Schemas.WithMembers("")),
            new InMemorySchema(Documentation.Folder + "broken.json", text, ("Kind", "docs"))
        );
}
