using System.Text;
using System.Text.Json;
using HandMade;
using QmpGen.CodeGeneration;
using Xunit;

namespace QmpGen.Tests;

/// <summary>What generated types look like on the wire, and what they make of what comes from it.</summary>
public sealed class ValueTests
{
    [Fact]
    public void Absent_members_are_left_out_and_nothing_is_escaped_without_need()
    {
        Assert.Equal("""{"text":"Grüße <&>"}""", Arguments(new EchoCommand { Text = "Grüße <&>" }));
        Assert.Equal(
            """{"text":"a","count":-1,"share":0.5,"colour":"3d-green","colours":["red"]}""",
            Arguments(
                new EchoCommand
                {
                    Text = "a",
                    Count = -1,
                    Share = 0.5,
                    Colour = EchoColour._3dGreen,
                    Colours = [EchoColour.Red],
                }
            )
        );
    }

    [Fact]
    public void A_flat_union_is_one_object_also_where_a_branch_is_a_union_itself()
    {
        Assert.Equal(
            """{"text":"","shape":{"kind":"circle","label":"o","radius":3}}""",
            Arguments(
                new EchoCommand
                {
                    Text = "",
                    Shape = new EchoShape.Circle { Label = "o", Radius = 3 },
                }
            )
        );
        Assert.Equal(
            """{"text":"","shape":{"kind":"nested","type":"deep","depth":2,"bottom":{"kind":"point"}}}""",
            Arguments(
                new EchoCommand
                {
                    Text = "",
                    Shape = new EchoShape.Nested.Deep { Depth = 2, Bottom = new EchoShape.Point() },
                }
            )
        );
    }

    [Fact]
    public void A_union_is_read_wherever_its_tag_stands()
    {
        EchoShape.Circle circle = Assert.IsType<EchoShape.Circle>(
            Shape("""{"radius": 3, "label": "o", "later": [{"kind": 1}], "kind": "circle"}""")
        );
        Assert.Equal(new EchoShape.Circle { Label = "o", Radius = 3 }, circle);
        Assert.Equal(EchoShapeKind.Circle, circle.Kind);

        EchoShape.Nested.Deep deep = Assert.IsType<EchoShape.Nested.Deep>(
            Shape("""{"depth": 2, "type": "deep", "kind": "nested", "bottom": {"kind": "point"}}""")
        );
        Assert.Equal((2, EchoShapeKind.Nested, "deep"), (deep.Depth, deep.Kind, deep.Type.WireName));
        Assert.IsType<EchoShape.Point>(deep.Bottom);
    }

    [Fact]
    public void A_branch_that_the_schema_lacks_arrives_with_its_json_and_cannot_be_sent()
    {
        EchoShape.UnknownBranch unknown = Assert.IsType<EchoShape.UnknownBranch>(
            Shape("""{"kind": "square", "label": "s", "side": 4}""")
        );

        Assert.False(unknown.Kind.IsKnown);
        Assert.Equal("square", unknown.Kind.WireName);
        Assert.Equal("s", unknown.Label);
        Assert.Equal(4, unknown.Json.Json.GetProperty("side").GetInt32());
        Assert.Throws<QmpArgumentException>(() => Arguments(new EchoCommand { Text = "", Shape = unknown }));
        Assert.IsType<EchoShape.Nested.UnknownBranch>(Shape("""{"kind": "nested", "type": "sideways", "depth": 1}"""));
    }

    [Fact]
    public void An_enum_text_that_the_schema_lacks_keeps_its_text_and_is_refused_when_sent()
    {
        EchoResult read = Read(
            """{"text": "", "colour": "ultraviolet", "colours": ["red", "ultraviolet", "infrared"]}"""
        );

        Assert.False(read.Colour!.Value.IsKnown);
        Assert.Equal("ultraviolet", read.Colour.Value.WireName);
        Assert.Equal(["red", "ultraviolet", "infrared"], read.Colours!.Select(colour => colour.WireName));
        Assert.Equal(read.Colour, read.Colours![1]);
        QmpArgumentException refused = Assert.Throws<QmpArgumentException>(() =>
            Arguments(new EchoCommand { Text = "", Colour = read.Colour })
        );
        Assert.Contains("'ultraviolet'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_enum_that_was_never_set_is_refused()
    {
        QmpArgumentException refused = Assert.Throws<QmpArgumentException>(() =>
            Arguments(new EchoCommand { Text = "", Colour = default(EchoColour) })
        );

        Assert.Equal("The member 'colour' is not set, which is not a value of EchoColour in the schema.", refused.Message);
    }

    [Fact]
    public void Unknown_enum_texts_beyond_a_bound_share_one_value()
    {
        string[] texts = [.. Enumerable.Range(0, 1000).Select(i => $"\"colour-{i}\"")];

        EchoShapeKind[] kinds = [.. texts.Select(text => Shape($$"""{"kind": {{text}}}""").Kind)];

        Assert.InRange(kinds.Distinct().Count(), 200, 300);
        Assert.DoesNotContain(kinds, kind => kind.IsKnown);
        Assert.Equal("colour-0", kinds[0].WireName);
        Assert.Equal("(unknown)", kinds[^1].WireName);
    }

    [Fact]
    public void What_a_peer_sent_that_is_no_UTF8_prints_and_compares()
    {
        QmpValue[] values =
        [
            .. new byte[][] { [0x22, 0xF2, 0x22], [0x22, 0xF2, 0x22], [0x22, 0xF3, 0x22] }.Select(utf8 => new QmpValue(
                JsonElement.Parse(utf8)
            )),
        ];

        Assert.Equal("\"\uFFFD\"", values[0].ToString());
        Assert.Equal(values[0], values[1]);
        Assert.NotEqual(values[0], values[2]);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(1_000_000, false)]
    public void An_unknown_enum_text_is_kept_for_good_only_if_it_is_short(int length, bool isKept)
    {
        string text = new('x', length);

        EchoColour colour = Read($$"""{"text": "", "colour": "{{text}}"}""").Colour!.Value;

        Assert.False(colour.IsKnown);
        Assert.Equal(isKept ? text : "(unknown)", colour.WireName);
    }

    [Fact]
    public void With_null_among_its_branches_an_optional_alternate_has_three_states()
    {
        Assert.Equal("""{"text":""}""", Arguments(new EchoCommand { Text = "", Either = null }));
        Assert.Equal(
            """{"text":"","either":null}""",
            Arguments(new EchoCommand { Text = "", Either = new EchoEither.Null() })
        );
        Assert.Equal("""{"text":"","either":"x"}""", Arguments(new EchoCommand { Text = "", Either = "x" }));
        Assert.Equal(
            """{"text":"","either":{"radius":1}}""",
            Arguments(
                new EchoCommand
                {
                    Text = "",
                    Either = new EchoEitherValue { Radius = 1 },
                }
            )
        );

        Assert.Null(Read("""{"text": ""}""").Either);
        Assert.IsType<EchoEither.Null>(Read("""{"text": "", "either": null}""").Either);
        Assert.Equal("x", Read("""{"text": "", "either": "x"}""").Either);
        Assert.IsType<EchoEither.UnknownBranch>(Read("""{"text": "", "either": [1]}""").Either);
    }

    [Fact]
    public void A_list_branch_takes_an_array_and_a_collection_expression()
    {
        string[] array = ["a", "b"];

        Assert.Equal("""{"text":"","many":["a","b"]}""", Arguments(new EchoCommand { Text = "", Many = array }));
        Assert.Equal("""{"text":"","many":["c"]}""", Arguments(new EchoCommand { Text = "", Many = ["c"] }));
        Assert.Equal("""{"text":"","many":7}""", Arguments(new EchoCommand { Text = "", Many = 7 }));
    }

    [Fact]
    public void A_member_whose_name_is_no_text_is_skipped_like_any_other_that_the_schema_lacks() =>
        Assert.Equal(1, Read("""{"\ud800": {"count": 5}, "text": "", "c\u006funt": 1}""").Count);

    [Fact]
    public void A_json_element_without_a_value_is_refused() =>
        Assert.Throws<QmpArgumentException>(() =>
        {
            QmpValue _ = default(System.Text.Json.JsonElement);
        });

    [Fact]
    public void Any_tells_absent_from_null()
    {
        Assert.Null(Read("""{"text": ""}""").Anything);
        Assert.Equal(QmpValue.Null, Read("""{"text": "", "anything": null}""").Anything);
        Assert.Equal(
            """{"text":"","anything":null}""",
            Arguments(new EchoCommand { Text = "", Anything = QmpValue.Null })
        );
        Assert.Equal(
            """{"text":"","anything":{"a":[1,"x",true]}}""",
            Arguments(new EchoCommand { Text = "", Anything = QmpValue.Parse("""{"a": [1, "x", true]}""") })
        );
    }

    [Fact]
    public void An_integer_above_the_signed_range_keeps_its_bits() =>
        Assert.Equal(-1, Read("""{"text": "", "count": 18446744073709551615}""").Count);

    [Fact]
    public void A_reply_without_a_mandatory_member_names_it_and_both_versions()
    {
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() => Read("""{"count": 1}"""));

        Assert.StartsWith(
            "The answer to 'echo' lacks the member 'text', which the schema of QEMU 9.9.9 requires",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("The peer is QEMU 1.1.1.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text": 1}""", "The member 'text' in the answer to 'echo' must be a string")]
    [InlineData(
        """{"text": "", "count": 1.5}""",
        "The member 'count' in the answer to 'echo' must be a 64-bit integer"
    )]
    [InlineData("""{"text": "", "colours": {}}""", "The member 'colours' in the answer to 'echo' must be an array")]
    [InlineData("""[]""", "The answer to 'echo' must be an object")]
    [InlineData(
        """{"text": "", "share": 1e999}""",
        "The member 'share' in the answer to 'echo' must be a 64-bit number"
    )]
    [InlineData(
        """{"text": "", "colour": "\ud800"}""",
        "The member 'colour' in the answer to 'echo' is a string that is not valid Unicode"
    )]
    [InlineData(
        """{"text": "\ud800"}""",
        "The member 'text' in the answer to 'echo' is a string that is not valid Unicode"
    )]
    [InlineData("""{"text": "", "shape": {"label": "x"}}""", "The answer to 'echo' lacks the member 'kind'")]
    public void A_reply_of_another_shape_is_a_protocol_error_that_names_the_place(string json, string message) =>
        Assert.StartsWith(
            message,
            Assert.Throws<QmpProtocolException>(() => Read(json)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(0xD800, "lone surrogate (U+D800)")]
    [InlineData(0xFDD0, "U+FDD0, a Unicode noncharacter")]
    [InlineData(0xFFFF, "U+FFFF, a Unicode noncharacter")]
    [InlineData(0x1FFFE, "U+1FFFE, a Unicode noncharacter")]
    public void A_text_that_qemu_could_not_read_is_refused(int character, string message)
    {
        string text = "a" + (character > 0xFFFF ? char.ConvertFromUtf32(character) : ((char)character).ToString());

        Assert.Contains(
            message,
            Assert.Throws<QmpArgumentException>(() => Arguments(new EchoCommand { Text = text })).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            message,
            Assert
                .Throws<QmpArgumentException>(() =>
                {
                    QmpValue _ = text;
                })
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_was_forced_to_null_is_refused()
    {
        Assert.Equal(
            "The member 'text' cannot be null.",
            Assert.Throws<QmpArgumentException>(() => Arguments(new EchoCommand { Text = null! })).Message
        );
        Assert.Throws<QmpArgumentException>(() =>
            Arguments(new EchoCommand { Text = "", Either = new EchoEither.String(null!) })
        );
        Assert.Throws<QmpArgumentException>(() =>
            Arguments(new EchoCommand { Text = "", Many = new EchoMany.List(null!) })
        );
        Assert.Throws<QmpArgumentException>(() =>
            Arguments(new EchoCommand { Text = "", Many = new string[] { null! } })
        );
    }

    [Fact]
    public void Nesting_beyond_what_qemu_reads_is_refused()
    {
        EchoShape shape = new EchoShape.Point();
        for (int i = 0; i < 1100; i++)
        {
            shape = new EchoShape.Nested.Deep { Depth = i, Bottom = shape };
        }

        Assert.Contains(
            "nested deeper",
            Assert.Throws<QmpArgumentException>(() => Arguments(new EchoCommand { Text = "", Shape = shape })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_deepest_reply_that_qemu_could_send_fits_the_smallest_stack_of_a_pool_thread()
    {
        const int Levels = 1000;
        string json =
            string.Concat(Enumerable.Repeat("""{"kind": "nested", "type": "deep", "depth": 1, "bottom": """, Levels))
            + """{"kind": "point"}"""
            + new string('}', Levels);
        int depth = 0;

        // .NET gives 1.5 MiB to the threads of its pool where the system says nothing else.
        Thread reader = new(
            () =>
            {
                for (EchoShape? shape = Shape(json); shape is EchoShape.Nested.Deep deep; shape = deep.Bottom)
                {
                    depth++;
                }
            },
            maxStackSize: 1536 * 1024
        );
        reader.Start();
        reader.Join();

        Assert.Equal(Levels, depth);
    }

    [Fact]
    public void Records_compare_by_what_they_hold_lists_included()
    {
        EchoResult one = Read("""{"text": "a", "colours": ["red"], "anything": {"x": 1, "y": 2}}""");
        EchoResult same = Read("""{"anything": {"y": 2, "x": 1}, "colours": ["red"], "text": "a"}""");

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, one with { Colours = [] });
        Assert.Contains("Colours = [Red]", one.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_made_by_with_does_not_share_its_extra_arguments()
    {
        EchoCommand original = new() { Text = "a", ExtraArguments = { ["netdev"] = "net1" } };
        EchoCommand copy = original with { Text = "b" };
        copy.ExtraArguments["more"] = 1;

        Assert.Equal("""{"text":"a","netdev":"net1"}""", Arguments(original));
        Assert.Equal("""{"text":"b","netdev":"net1","more":1}""", Arguments(copy));
        Assert.NotEqual(original, copy with { Text = "a" });
        Assert.Equal(original, original with { });
    }

    [Fact]
    public void An_event_member_named_like_a_property_of_every_event_keeps_its_place()
    {
        HappenedEvent happened = new() { Name = "n", TimestampValue = 5 };

        Assert.Equal(
            """{"name":"n","timestamp":5}""",
            Encoding.UTF8.GetString(QmpWriter.ToUtf8(writer => writer.WriteObject(happened)))
        );
        Assert.Equal("HAPPENED", HappenedEvent.WireName);
        Assert.Equal("HAPPENED", ((QmpEvent)happened).WireName);
    }

    [Fact]
    public void The_flag_can_be_asked_of_any_command_object()
    {
        List<IQmpCommand> commands = [new EchoCommand { Text = "" }, new XOobTestCommand { Lock = true }];

        Assert.Equal(
            [("echo", false), ("x-oob-test", true)],
            commands.Select(command => (command.WireName, command.AllowOob))
        );
        Assert.True(XOobTestCommand.AllowOob);
        Assert.Empty(EchoCommand.Features);
    }

    private static string Arguments(IQmpCommand command) =>
        Encoding.UTF8.GetString(
            QmpWriter.ToUtf8(writer =>
            {
                writer.WriteStartObject();
                command.WriteArguments(writer);
                writer.WriteEndObject();
            })
        );

    private static EchoResult Read(string json)
    {
        QmpReader reader = new(
            Encoding.UTF8.GetBytes(json),
            new QmpReadContext
            {
                Subject = "the answer to 'echo'",
                SchemaVersion = "9.9.9",
                ServerVersion = "1.1.1",
            }
        );
        return reader.ReadObject<EchoResult>();
    }

    private static EchoShape Shape(string json) => Read($$"""{"text": "", "shape": {{json}}}""").Shape!;
}
