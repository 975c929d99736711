using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

public sealed class NamesCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qmpgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_release_becomes_a_catalogue_of_facts()
    {
        string catalogue = Make(
            Release(
                "1.0",
                """
                ##
                # @Colour:
                # @red: a sentence that is no fact
                # @blue: another (since 0.9)
                # Since: 0.5
                ##
                { 'enum': 'Colour', 'data': [ 'red', 'blue' ] }
                { 'alternate': 'SizeOrName', 'data': { 'size': 'uint8', 'name': 'str' } }
                { 'union': 'Shape', 'base': { 'colour': 'Colour' }, 'discriminator': 'colour', 'data': { 'red': 'Red' } }
                { 'struct': 'Red', 'data': { '*depths': ['uint16'], 'either': 'SizeOrName' } }
                { 'command': 'paint', 'data': { 'shape': 'Shape' }, 'returns': 'uint32', 'success-response': false }
                { 'event': 'PAINTED' }
                """
            )
        );

        Assert.Equal(
            """
            {
            "releases": ["1.0"],
            "commands": {
            "paint": {"answered": false, "arguments": "q_obj_paint-arg", "returns": "uint32"}
            },
            "events": {
            "PAINTED": {"arguments": "q_empty"}
            },
            "types": {
            "Colour": {"since": "0.5", "values": {"blue": "since 0.9", "red": ""}},
            "Red": {"members": {"depths": "[uint16]", "either": "SizeOrName"}},
            "Shape": {"members": {"colour": "Colour"}, "cases": {"blue": "q_empty", "red": "Red"}},
            "SizeOrName": {"kinds": {"number": "uint8", "string": "str"}},
            "q_empty": {"members": {}},
            "q_obj_paint-arg": {"members": {"shape": "Shape"}}
            }
            }

            """,
            catalogue
        );
    }

    [Fact]
    public void Releases_are_merged_and_say_only_where_they_differ()
    {
        string old = Release(
            "1.9",
            "{ 'struct': 'A', 'data': { 'x': 'int', 'gone': 'str' } } { 'command': 'go', 'data': 'A' }"
        );
        string middle = Release("1.10", "{ 'struct': 'A', 'data': { 'x': 'uint8' } } { 'command': 'go', 'data': 'A' }");
        string young = Release(
            "2.0",
            "{ 'struct': 'A', 'data': { 'x': 'uint8', 'gone': 'str' } } { 'command': 'go', 'data': 'A' } { 'command': 'come' }"
        );

        string catalogue = Make(young, old, middle);

        Assert.Contains("\"releases\": [\"1.9\", \"1.10\", \"2.0\"]", catalogue, StringComparison.Ordinal);
        Assert.Contains(
            """
            "A": {"members": {"gone": "str in 1.9,2.0", "x": ["int in 1.9", "uint8 in 1.10.."]}}
            """,
            catalogue,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """
            "come": {"in": "2.0", "arguments"
            """,
            catalogue,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_order_of_the_releases_on_the_command_line_does_not_matter()
    {
        string one = Release("1.0", "{ 'command': 'go' }");
        string two = Release("2.0", "{ 'command': 'come' }");

        Assert.Equal(Make(one, two), Make(two, one));
    }

    [Fact]
    public void A_release_is_named_by_its_file_VERSION()
    {
        string folder = Release("checkout", "{ 'command': 'go' }");
        File.WriteAllText(Path.Combine(folder, "VERSION"), "9.9.9\n");

        Assert.Contains("[\"9.9.9\"]", Make(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_names_the_types_of_a_dump()
    {
        (int code, string output, string error) = CommandLine.Run(
            "names",
            "--map",
            Releases.InOutput("schema/qemu-7.2.json")
        );

        Assert.Equal((0, ""), (code, error));
        string[] lines = output.Split('\n');
        Assert.Contains("1\tStatusInfo\tStatusInfo", lines);
        Assert.Contains("187\tq_obj_device_del-arg\tDeviceDelCommand", lines);
        Assert.Contains("316\tBlockdevOptionsQcow2\tBlockdevOptions.Qcow2", lines);
        Assert.Contains("0\tq_empty\t-", lines);
    }

    [Fact]
    public void A_map_by_a_catalogue_of_ones_own()
    {
        string names = Path.Combine(_folder, "names.json");
        File.WriteAllText(
            names,
            """{"releases": ["mine"], "commands": {"query-status": {"returns": "MyStatus"}}, "types": {"MyStatus": {"members": {"status": "str", "running": "bool"}}}}"""
        );

        (_, string output, string error) = CommandLine.Run(
            "names",
            "--map",
            Releases.InOutput("schema/qemu-7.2.json"),
            "--names",
            names
        );

        Assert.Empty(error);
        Assert.Contains("1\tMyStatus\tMyStatus", output.Split('\n'));
        Assert.Contains("QueryBlockResult", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.9", "1.10")]
    [InlineData("7.2.0", "10.1.0-rc2")]
    [InlineData("2.0", "qemu")]
    public void The_older_release_comes_first(string one, string other)
    {
        string[] releases = [Release(one, "{ 'command': 'go' }"), Release(other, "{ 'command': 'go' }")];

        string first = Make(releases).Split('\n')[1];
        Assert.Equal(first, Make([.. releases.Reverse()]).Split('\n')[1]);
        Assert.True(other == "qemu" || first.Contains($"[\"{one}\", \"{other}\"]", StringComparison.Ordinal), first);
    }

    [Theory]
    [InlineData("a,b", "'a,b' is no name of a release")]
    [InlineData("1..2", "'1..2' is no name of a release")]
    [InlineData("1 2", "'1 2' is no name of a release")]
    public void A_name_of_a_release_that_could_not_be_read_again_is_refused(string name, string expected)
    {
        (int code, _, string error) = CommandLine.Run("names", "--qapi", Release(name, "{ 'command': 'go' }"));

        Assert.Equal(1, code);
        Assert.StartsWith("error: " + expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_release_twice_and_one_that_there_is_not_are_refused()
    {
        string release = Release("1.0", "{ 'command': 'go' }");
        Assert.StartsWith(
            "error: The release '1.0' is there twice",
            CommandLine.Run("names", "--qapi", release, release).Error,
            StringComparison.Ordinal
        );

        string dump = Releases.InOutput("schema/qemu-7.2.json");
        Assert.StartsWith(
            "error: No catalogue has the release '99'. There are 5.2.0, 7.2.22,",
            CommandLine.Run("names", "--map", dump, "--without", "99").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "go with --map only",
            CommandLine.Run("names", "--qapi", release, "--without", "1.0").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_catalogue_without_its_only_release_names_nothing()
    {
        string names = Path.Combine(_folder, "names.json");
        File.WriteAllText(
            names,
            Make(
                Release(
                    "1.0",
                    "{ 'command': 'query-status', 'returns': 'StatusInfo' } { 'struct': 'StatusInfo', 'data': { 'running': 'bool' } }"
                )
            )
        );
        string dump = Releases.InOutput("schema/qemu-7.2.json");

        Assert.Contains(
            "\tStatusInfo\t",
            CommandLine.Run("names", "--map", dump, "--names", names).Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "\tStatusInfo\t",
            CommandLine.Run("names", "--map", dump, "--names", names, "--without", "1.0").Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "{\"releases\": [\"1\"], \"commands\": {\"go\": 5}}",
        "1:40: this is no catalogue of names: 'go' is no object"
    )]
    [InlineData("{\"releases\": [\"1\", \"1\"]}", "1:14: this is no catalogue of names: 'releases' lists '1' twice")]
    [InlineData(
        "{\"releases\": [\"1\", \"2\"], \"types\": {\"A\": {\"in\": \"2..1\", \"members\": {}}}}",
        "1:48: this is no catalogue of names: '2' comes after '1' in 'releases'"
    )]
    [InlineData("[]", "1:1: this is no catalogue of names: a catalogue is one JSON object")]
    [InlineData(
        "{\n\"releases\": [\"1\"], \"commands\": {\"go\": {\"returns\": \"A soon\"}}}",
        "2:51: this is no catalogue of names: 'soon' lacks what follows it"
    )]
    [InlineData(
        "{\"releases\": [\"1\"], \"types\": {\"A\": {\"in\": \"2..\"}}}",
        "1:36: this is no catalogue of names: the type 'A' has neither 'members' nor 'values' nor 'kinds'"
    )]
    [InlineData(
        "{\"releases\": [\"1\"], \"types\": {\"A\": {\"in\": \"2..\", \"members\": {}}}}",
        "1:43: this is no catalogue of names: '2' is none of the 'releases'"
    )]
    [InlineData(
        "{\"releases\": []}",
        "1:14: this is no catalogue of names: 'releases' lists 0 releases: 1 to 32 are possible"
    )]
    [InlineData(
        "{\"releases\": [\"1\"}",
        "1:18: this is no catalogue of names: it is not JSON: ']' or ',' after an item is expected here"
    )]
    public void A_mistake_in_a_catalogue_is_told_with_its_place(string text, string expected)
    {
        string names = Path.Combine(_folder, "names.json");
        File.WriteAllText(names, text);

        (int code, _, string error) = CommandLine.Run(
            "names",
            "--map",
            Releases.InOutput("schema/qemu-7.2.json"),
            "--names",
            names
        );

        Assert.Equal((1, $"error: {names}:{expected}{Environment.NewLine}"), (code, error));
    }

    [Fact]
    public void What_of_a_dump_is_broken_is_told_and_the_rest_is_named()
    {
        string dump = Path.Combine(_folder, "dump.json");
        File.WriteAllText(
            dump,
            "[{\"name\": \"go\", \"meta-type\": \"command\", \"ret-type\": \"1\"},\n{\"name\": \"1\", \"meta-type\": \"object\", \"members\": [{\"name\": \"x\", \"type\": \"9\"}]}]"
        );

        (int code, string output, string error) = CommandLine.Run("names", "--map", dump);

        Assert.Equal((0, "1\t-\tGoResult\n"), (code, output));
        Assert.Equal($"{dump}:2:72: warning QMPGEN006: the dump is broken here: 9{Environment.NewLine}", error);
    }

    [Fact]
    public void What_is_no_dump_or_no_source_is_told()
    {
        string file = Path.Combine(_folder, "dump.json");
        File.WriteAllText(file, "[1, 2");

        Assert.StartsWith(
            $"error: {file}:1:6: this is no dump: ",
            CommandLine.Run("names", "--map", file).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            $"error: '{_folder}' has no qapi/qapi-schema.json in it: name the top directory of QEMU's source.{Environment.NewLine}",
            CommandLine.Run("names", "--qapi", _folder).Error
        );
        Assert.Contains("Either --qapi", CommandLine.Run("names").Error, StringComparison.Ordinal);
        Assert.Contains(
            "Either --qapi",
            CommandLine.Run("names", "--qapi", _folder, "--map", file).Error,
            StringComparison.Ordinal
        );
    }

    private static string Make(params string[] folders)
    {
        (int code, string output, string error) = CommandLine.Run(["names", "--qapi", .. folders]);
        Assert.Equal((0, ""), (code, error));
        return output;
    }

    private string Release(string name, string schema)
    {
        string folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.Combine(folder, "qapi"));
        File.WriteAllText(Path.Combine(folder, "qapi", "qapi-schema.json"), schema);
        return folder;
    }
}
