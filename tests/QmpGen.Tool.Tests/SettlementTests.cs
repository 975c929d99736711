using System.Text.Json.Nodes;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Naming;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

/// <summary>Which type gets which name where several could: small dumps and catalogues, and each dump in both
/// orders.</summary>
public class SettlementTests
{
    [Fact]
    public void The_nearer_type_gets_the_name_and_the_other_its_next_best() =>
        Check(
            "11 X, 12 -, 13 Y",
            """
            {"a": "X", "b": "X", "b2": "Y", "c": "Y"}
            """,
            """
            {"X": "pqrs", "Y": "pqrstu"}
            """,
            ("a", "11", "pqrs"),
            ("b", "12", "pqrz"),
            ("b2", "12", "pqrz"),
            ("c", "13", "pqrstuvwx")
        );

    [Fact]
    public void Types_that_are_equally_near_do_not_get_the_name_and_go_on_to_their_next_best() =>
        Check(
            "11 Y, 12 Z, 13 -",
            """
            {"a": "X", "a2": "Y", "b": "X", "b2": "Z", "c": "X"}
            """,
            """
            {"X": "pq", "Y": "pqrst", "Z": "pquvw"}
            """,
            ("a", "11", "pq"),
            ("a2", "11", "pq"),
            ("b", "12", "pq"),
            ("b2", "12", "pq"),
            ("c", "13", "pq")
        );

    [Fact]
    public void Of_two_names_that_are_equally_near_a_type_gets_neither() =>
        Check(
            "11 -",
            """
            {"a": "X", "b": "Y"}
            """,
            """
            {"X": "pq", "Y": "pq"}
            """,
            ("a", "11", "pq"),
            ("b", "11", "pq")
        );

    [Fact]
    public void A_type_that_the_dump_itself_names_keeps_its_name() =>
        Check(
            "11 -, Foo Foo",
            """
            {"a": "Foo", "b": "Foo"}
            """,
            """
            {"Foo": "pq"}
            """,
            ("a", "11", "pq"),
            ("b", "Foo", "pqr")
        );

    [Fact]
    public void A_type_that_gained_its_first_member_keeps_its_name() =>
        Check(
            "11 Empty",
            """
            {"a": "Empty"}
            """,
            """
            {"Empty": ""}
            """,
            ("a", "11", "p")
        );

    /// <summary>What fits best goes first, whosever it is; the project's own catalogue where both fit equally, which
    /// leaves four types that were renamed.</summary>
    [Fact]
    public void A_catalogue_of_another_release_does_not_spoil_the_names()
    {
        NameCatalogue other = BuiltInCatalogue.Value.Without("7.2.22").Without("10.0.13").Without("10.2.2");
        QmpSchema dump = Names.Read("schema/qemu-7.2.json");

        IEnumerable<(string?, string?)> names = NameMap
            .Of(dump, [BuiltInCatalogue.Value])
            .Zip(NameMap.Of(dump, [other, BuiltInCatalogue.Value]), (alone, both) => (alone.QemuName, both.QemuName));
        Assert.InRange(names.Count(pair => pair.Item1 != pair.Item2), 0, 4);
    }

    [Fact]
    public void Of_two_catalogues_that_fit_equally_the_first_one_goes_first()
    {
        QmpSchema dump = Dump([("a", "11", "pq")]);

        Assert.Equal(
            ["Mine"],
            NameMap
                .Of(
                    dump,
                    [
                        Catalogue("""{"a": "Mine"}""", """{"Mine": "pq"}"""),
                        Catalogue("""{"a": "Theirs"}""", """{"Theirs": "pq"}"""),
                    ]
                )
                .Select(type => type.QemuName)
        );
    }

    [Theory]
    [InlineData("q-x", "q_x")]
    [InlineData("q_x", "q-x")]
    public void Paths_that_come_out_alike_are_told_apart_by_their_wire_names(string first, string second)
    {
        IEnumerable<string> names = NameMap
            .Of(Dump([(first, "1", "p"), (second, "2", "q")]), [])
            .OrderBy(type => type.Id == "1" ? first : second, StringComparer.Ordinal)
            .Select(type => Assert.Single(type.CSharp));

        Assert.Equal(["QXResult", "QXResult2"], names);
    }

    [Fact]
    public void A_command_or_event_that_is_added_renames_no_type()
    {
        NameCatalogue catalogue = Catalogue("""{"a": "FooCommand"}""", """{"FooCommand": "pq"}""");

        Assert.Equal(["FooCommand"], Assert.Single(NameMap.Of(Dump([("a", "1", "pq")]), [catalogue])).CSharp);
        Assert.Equal(["FooCommand"], NameMap.Of(Dump([("a", "1", "pq"), ("foo", "2", "x")]), [catalogue])[0].CSharp);
    }

    /// <param name="expected">The types and their names.</param>
    /// <param name="commands">What the catalogue's commands return.</param>
    /// <param name="types">The catalogue's types, each with members of one letter.</param>
    /// <param name="dump">The dump's commands, what they return, and the members of that.</param>
    private static void Check(
        string expected,
        string commands,
        string types,
        params (string Command, string Type, string Members)[] dump
    )
    {
        NameCatalogue catalogue = Catalogue(commands, types);

        Assert.Equal(expected, Map(dump));
        Assert.Equal(expected, Map([.. dump.Reverse()]));

        string Map((string, string, string)[] dump) =>
            string.Join(
                ", ",
                NameMap
                    .Of(Dump(dump), [catalogue])
                    .OrderBy(type => type.Id, StringComparer.Ordinal)
                    .Select(type => $"{type.Id} {type.QemuName ?? "-"}")
            );
    }

    private static QmpSchema Dump((string Command, string Type, string Members)[] commands) =>
        Names.Parse(
            $"[{string.Join(",",
    [
        """{"name": "int", "meta-type": "builtin", "json-type": "int"}""",
        .. commands.Select(command => $$"""{"name": "{{command.Command}}", "meta-type": "command", "ret-type": "{{command.Type}}"}"""),
        .. commands.DistinctBy(command => command.Type).Select(command =>
            $$"""{"name": "{{command.Type}}", "meta-type": "object", "members": [{{string.Join(",", command.Members.Select(member => $$"""{"name": "{{member}}", "type": "int"}"""))}}]}"""),
    ])}]"
        );

    private static NameCatalogue Catalogue(string commands, string types)
    {
        JsonObject catalogue = new()
        {
            ["releases"] = new JsonArray("1.0"),
            ["commands"] = new JsonObject(
                JsonNode
                    .Parse(commands)!
                    .AsObject()
                    .Select(command =>
                        KeyValuePair.Create(
                            command.Key,
                            (JsonNode?)new JsonObject { ["returns"] = (string)command.Value! }
                        )
                    )
            ),
            ["types"] = new JsonObject(
                JsonNode
                    .Parse(types)!
                    .AsObject()
                    .Select(type =>
                        KeyValuePair.Create(
                            type.Key,
                            (JsonNode?)
                                new JsonObject
                                {
                                    ["members"] = new JsonObject(
                                        ((string)type.Value!).Select(member =>
                                            KeyValuePair.Create($"{member}", (JsonNode?)"int")
                                        )
                                    ),
                                }
                        )
                    )
            ),
        };
        return CatalogueReader.Read(new SourceFile("names.json", catalogue.ToJsonString()), CancellationToken.None);
    }
}
