using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Catalogue;

public sealed class ReleaseCatalogueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Catalogue_OfOneRelease_ListsNamesAndVersions()
    {
        string catalogue = CreateCatalogue(
            _folder.WriteRelease(
                "1.0",
                """
                ##
                # @Colour:
                # @red: a sentence that must not be copied
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
            "paint": {"success-response": false, "arguments": "q_obj_paint-arg", "returns": "uint32"}
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
    public void Catalogue_OfSeveralReleases_ListsTheirDifferences()
    {
        string older = _folder.WriteRelease(
            "1.9",
            "{ 'struct': 'A', 'data': { 'x': 'int', 'gone': 'str' } } { 'command': 'go', 'data': 'A' }"
        );
        string middle = _folder.WriteRelease(
            "1.10",
            "{ 'struct': 'A', 'data': { 'x': 'uint8' } } { 'command': 'go', 'data': 'A' }"
        );
        string newer = _folder.WriteRelease(
            "2.0",
            """
            { 'struct': 'A', 'data': { 'x': 'uint8', 'gone': 'str' } }
            { 'command': 'go', 'data': 'A' }
            { 'command': 'come' }
            """
        );

        string catalogue = CreateCatalogue(newer, older, middle);

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
    public void Catalogue_OfEmptySchema_IsEmpty() =>
        Assert.Equal(
            """
            {
            "releases": ["1.0"],
            "commands": {},
            "events": {},
            "types": {}
            }

            """,
            CreateCatalogue(_folder.WriteRelease("1.0", ""))
        );

    [Fact]
    public void Catalogue_WithDirectoriesInAnyOrder_IsTheSame()
    {
        string one = _folder.WriteRelease("1.0", "{ 'command': 'go' }");
        string two = _folder.WriteRelease("2.0", "{ 'command': 'come' }");

        Assert.Equal(CreateCatalogue(one, two), CreateCatalogue(two, one));
    }

    [Theory]
    [InlineData("1.9", "1.10")]
    [InlineData("7.2.0", "10.1.0-rc2")]
    [InlineData("qemu", "2.0")]
    public void Releases_GivenInOtherOrder_AreSortedByVersion(string older, string newer)
    {
        string[] releases =
        [
            _folder.WriteRelease(newer, "{ 'command': 'go' }"),
            _folder.WriteRelease(older, "{ 'command': 'go' }"),
        ];

        Assert.Contains($"[\"{older}\", \"{newer}\"]", CreateCatalogue(releases), StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_WithVersionFile_HasItsVersion()
    {
        string folder = _folder.WriteRelease("checkout", "{ 'command': 'go' }");
        _folder.Write("checkout/VERSION", "9.9.9\n");

        Assert.Contains("[\"9.9.9\"]", CreateCatalogue(folder), StringComparison.Ordinal);
    }

    private static string CreateCatalogue(params string[] directories)
    {
        (int exitCode, string output, string error) = ToolRunner.Run(["names", "--qapi", .. directories]);
        Assert.Equal((0, ""), (exitCode, error));
        return output;
    }
}
