using System.Text.Json.Nodes;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Naming;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Naming;

/// <summary>Names small dumps, each in both orders, by small catalogues with conflicts.</summary>
public class NameMapperTests
{
    [Fact]
    public void Name_OfSeveralSimilarTypes_IsGivenToMostSimilar() =>
        AssertNames(
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
    public void Name_OfEquallySimilarTypes_IsNotUsed() =>
        AssertNames(
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
    public void Type_WithEquallySimilarNames_HasNoQemuName() =>
        AssertNames(
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
    public void Type_NamedInDump_KeepsItsName() =>
        AssertNames(
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
    public void Type_AfterFirstMemberIsAdded_KeepsItsName() =>
        AssertNames(
            "11 Empty",
            """
            {"a": "Empty"}
            """,
            """
            {"Empty": ""}
            """,
            ("a", "11", "p")
        );

    /// <summary>The best match wins. The first catalogue wins ties, which affects four renamed types.</summary>
    [Fact]
    public void Names_WithCatalogueOfOtherRelease_StayNearlyTheSame()
    {
        NameCatalogue other = BuiltInCatalogue.Value.Without("7.2.22").Without("10.0.13").Without("10.2.2");
        QmpSchema dump = DumpNames.Read("schema/qemu-7.2.json");

        IEnumerable<(string?, string?)> names = NameMapper
            .Map(dump, [BuiltInCatalogue.Value])
            .Zip(
                NameMapper.Map(dump, [other, BuiltInCatalogue.Value]),
                (alone, both) => (alone.QemuName, both.QemuName)
            );
        Assert.InRange(names.Count(pair => pair.Item1 != pair.Item2), 0, 4);
    }

    [Fact]
    public void Type_InEquallyGoodCatalogues_HasNameFromTheFirst()
    {
        QmpSchema dump = CreateDump([("a", "11", "pq")]);

        Assert.Equal(
            ["Mine"],
            NameMapper
                .Map(
                    dump,
                    [
                        CreateCatalogue("""{"a": "Mine"}""", """{"Mine": "pq"}"""),
                        CreateCatalogue("""{"a": "Theirs"}""", """{"Theirs": "pq"}"""),
                    ]
                )
                .Select(type => type.QemuName)
        );
    }

    [Theory]
    [InlineData("q-x", "q_x")]
    [InlineData("q_x", "q-x")]
    public void PathNames_WhenEqual_AreNumberedByWireName(string first, string second)
    {
        IEnumerable<string> names = NameMapper
            .Map(CreateDump([(first, "1", "p"), (second, "2", "q")]), [])
            .OrderBy(type => type.Id == "1" ? first : second, StringComparer.Ordinal)
            .Select(type => Assert.Single(type.CSharpNames));

        Assert.Equal(["QXResult", "QXResult2"], names);
    }

    [Fact]
    public void Type_AfterCommandIsAdded_KeepsItsName()
    {
        NameCatalogue catalogue = CreateCatalogue("""{"a": "FooCommand"}""", """{"FooCommand": "pq"}""");

        Assert.Equal(
            ["FooCommand"],
            Assert.Single(NameMapper.Map(CreateDump([("a", "1", "pq")]), [catalogue])).CSharpNames
        );
        Assert.Equal(
            ["FooCommand"],
            NameMapper.Map(CreateDump([("a", "1", "pq"), ("foo", "2", "x")]), [catalogue])[0].CSharpNames
        );
    }

    /// <param name="expected">The types with their names.</param>
    /// <param name="commands">The results of the catalogue's commands.</param>
    /// <param name="types">The catalogue's types, with members of one letter each.</param>
    /// <param name="dump">The dump's commands, their results, and the members of the results.</param>
    private static void AssertNames(
        string expected,
        string commands,
        string types,
        params (string Command, string Type, string Members)[] dump
    )
    {
        NameCatalogue catalogue = CreateCatalogue(commands, types);

        Assert.Equal(expected, FormatNames(dump));
        Assert.Equal(expected, FormatNames([.. dump.Reverse()]));

        string FormatNames((string, string, string)[] dump) =>
            string.Join(
                ", ",
                NameMapper
                    .Map(CreateDump(dump), [catalogue])
                    .OrderBy(type => type.Id, StringComparer.Ordinal)
                    .Select(type => $"{type.Id} {type.QemuName ?? "-"}")
            );
    }

    private static QmpSchema CreateDump((string Command, string Type, string Members)[] commands) =>
        DumpNames.Parse(
            $"[{string.Join(",",
    [
        """{"name": "int", "meta-type": "builtin", "json-type": "int"}""",
        .. commands.Select(command => $$"""{"name": "{{command.Command}}", "meta-type": "command", "ret-type": "{{command.Type}}"}"""),
        .. commands.DistinctBy(command => command.Type).Select(command =>
            $$"""{"name": "{{command.Type}}", "meta-type": "object", "members": [{{string.Join(",", command.Members.Select(member => $$"""{"name": "{{member}}", "type": "int"}"""))}}]}"""),
    ])}]"
        );

    private static NameCatalogue CreateCatalogue(string commands, string types)
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
